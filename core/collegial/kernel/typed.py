"""Read tables of settings into dataclasses: every fault at once, and the right name beside a misspelt one."""

from collections.abc import Collection, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from collegial.kernel.text import Text, t

Table = TypeVar("Table")
_WORDS = {str: t("a text"), int: t("a whole number"), bool: t("true or false")}


def faults_of(given: Mapping[str, Any], kind: type, *, prefix: str = "") -> list[Text]:
    """Return what is wrong with a table for a dataclass: names that it does not have, values of another type."""
    types = get_type_hints(kind)
    known = {one.name for one in fields(kind)}
    found = []
    for name, value in given.items():
        if name not in known:
            found.append(unknown_name(f"{prefix}{name}", {f"{prefix}{one}" for one in known}))
        elif not _fits(value, types[name]):
            must = t(
                "The setting %(name)s must be %(what)s.", name=f"{prefix}{name}", what=_said(types[name])
            )
            found.append(must)
    return found


def table_of(given: Mapping[str, Any], kind: type[Table]) -> Table:
    """Return the dataclass of a table without faults; lists become tuples."""
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})


def unknown_name(name: str, known: Collection[str], said: Text | None = None) -> Text:
    """Say that there is no such setting, and which one was probably meant."""
    meant = get_close_matches(name, known, n=1, cutoff=0.6)
    there_is_none = said or t("There is no setting %(name)s.", name=name)
    if meant:
        hint = t("Did you mean %(name)s?", name=meant[0])
    else:
        hint = t("Known: %(names)s.", names=", ".join(sorted(known)))
    return t("%(sentence)s %(hint)s", sentence=there_is_none, hint=hint)


def _fits(value: Any, kind: Any) -> bool:
    if get_origin(kind) is tuple:
        return isinstance(value, list | tuple) and all(_fits(one, get_args(kind)[0]) for one in value)
    if kind in _WORDS:
        return type(value) is kind  # for Python, true is a number
    return isinstance(value, kind)


def _said(kind: Any) -> Text | str:
    if get_origin(kind) is tuple:
        return t("a list of texts")
    return _WORDS.get(kind, f"{getattr(kind, '__name__', kind)}")
