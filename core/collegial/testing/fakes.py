"""Build plugins inside a test: a module made of functions, and the candidate that loads it."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from collegial.hooks.contracts import PluginMeta
from collegial.hooks.hookspecs import hookimpl
from collegial.hosting.discovery import Candidate
from collegial.kernel.text import t


def fake_plugin(
    name: str = "fake",
    *,
    api: str = ">=1.0,<2",
    depends: tuple[str, ...] = (),
    provides: tuple[str, ...] = (),
    requires: tuple[str, ...] = (),
    parts: Mapping[str, tuple[str, ...]] | None = None,
    **hooks: Callable[..., Any],
) -> Candidate:
    """Return an installed plugin whose hooks are the given functions, by the name of the hook."""
    module = ModuleType(f"fake_{name}")
    meta = PluginMeta(
        name=name, title=t("Fake"), summary=t("A fake."), version="1", api=api,
        depends=depends, provides=provides, requires=requires, parts=parts or {},
    )  # fmt: skip
    vars(module).update(META=meta, **{hook: hookimpl(function) for hook, function in hooks.items()})
    return Candidate(name=name, load=lambda: module, origin=f"dist-{name} 1")
