"""Read the hook specifications: which hooks declare, and of what type their items are."""

import inspect
from collections.abc import Iterable
from typing import Any, get_args, get_origin, get_type_hints

from pluggy import HookImpl

from collegial.hooks.hookspecs import Hooks
from collegial.kernel.text import Text, t

_SPECS = {name: one for name, one in vars(Hooks).items() if not name.startswith("_")}
# Hooks without arguments are asked once, when the program starts.
DECLARING = tuple(name for name, one in _SPECS.items() if len(inspect.signature(one).parameters) == 1)
_ITEMS = {name: get_args(get_type_hints(one)["return"])[0] for name, one in _SPECS.items()}


class WrongItem(TypeError):
    """A hook returned something of another type than its specification says."""


def checked(hook: str, items: Iterable[Any]) -> list[Any]:
    """Return a hook's items; raises WrongItem for the first one of another type."""
    found = list(items)
    for item in found:
        if not _fits(item, _ITEMS[hook]):
            raise WrongItem(f"the hook {hook} returned {item!r:.80}, not {_name(_ITEMS[hook])}")
    return found


def shape_fault(implementation: HookImpl) -> Text | None:
    """Return what pluggy would let pass: wrappers, and arguments with defaults, which nobody would fill."""
    name = implementation.function.__name__
    if implementation.wrapper or implementation.hookwrapper:
        return t("Its hook “%(hook)s” is a wrapper; hooks return data.", hook=name)
    if implementation.kwargnames:
        return t(
            "Its hook “%(hook)s” gives defaults to its arguments: %(names)s.",
            hook=name,
            names=", ".join(implementation.kwargnames),
        )
    return None


def _fits(item: Any, kind: Any) -> bool:
    if get_origin(kind) is type:
        return isinstance(item, type) and issubclass(item, get_args(kind)[0])
    return isinstance(item, get_origin(kind) or kind)


def _name(kind: Any) -> str:
    return f"a subclass of {get_args(kind)[0].__name__}" if get_origin(kind) is type else str(kind.__name__)
