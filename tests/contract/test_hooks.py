"""The border between the core and plugins: typed, documented, used."""

import ast
import inspect
import types

import pytest

import collegial.plugin
from collegial.features import FEATURES
from collegial.hooks import hookspecs
from collegial.hooks.hookspecs import Hooks, hookimpl
from collegial.hosting.discovery import installed
from collegial.kernel.permissions import Viewer
from collegial.testing.conformance import annotation_faults

HOOKS = [name for name in vars(Hooks) if not name.startswith("_")]
BUNDLED = [candidate.load() for candidate in installed() if candidate.name == "chantier"]


def signatures():
    """Return each specification as its heading in the documentation writes it."""
    (specs,) = [one for one in ast.parse(inspect.getsource(hookspecs)).body if isinstance(one, ast.ClassDef)]
    for function in specs.body:
        if isinstance(function, ast.FunctionDef):
            function.args.args = function.args.args[1:]
            yield (
                function.name,
                f"{function.name}({ast.unparse(function.args)}) -> {ast.unparse(function.returns)}",
            )


@pytest.mark.parametrize("module", [*FEATURES, *BUNDLED], ids=lambda one: one.__name__)
def test_implementations_have_the_types_of_their_specifications(module):
    assert list(annotation_faults(module)) == []


def test_a_wrong_annotation_is_named():
    @hookimpl
    def nav_items(viewer: str) -> list[str]:
        return []

    module = types.ModuleType("fake")
    module.nav_items = nav_items

    faults = list(annotation_faults(module))

    assert len(faults) == 2
    assert "takes viewer: <class 'str'>" in faults[1]
    assert str(Viewer) in faults[1]


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_used_by_something_bundled(hook):
    assert any(hasattr(getattr(module, hook, None), "collegial_impl") for module in [*FEATURES, *BUNDLED])


@pytest.mark.parametrize(("hook", "signature"), list(signatures()))
def test_every_hook_has_its_heading_and_example(hook, signature, root):
    text = (root / "docs" / "plugin-authors.md").read_text(encoding="utf-8")

    heading = f"### `{signature}`\n"
    assert heading in text
    section = text.split(heading)[1].split("\n### ")[0].split("\n## ")[0]
    assert f"@hookimpl\ndef {hook}(" in section


def test_the_core_does_not_know_the_plugins_words(root):
    core = root / "core" / "collegial"
    files = [
        one
        for one in core.rglob("*")
        if one.suffix in {".py", ".html", ".toml", ".typ", ".css"}
        and "demo" not in one.relative_to(core).parts
    ]

    assert len(files) > 100
    assert [str(one) for one in files if "chantier" in one.read_text(encoding="utf-8").lower()] == []


def test_the_door_keeps_its_list_in_order():
    names = collegial.plugin.__all__

    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert all(hasattr(collegial.plugin, name) for name in names)
