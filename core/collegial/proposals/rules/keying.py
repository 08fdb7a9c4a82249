"""Keys of what a pipeline names, made from its words where none is written."""

from collections.abc import Container, Iterable, Mapping

from collegial.kernel.naming import first_free, key_base


def keyed(
    lines: Iterable[tuple[str, str]], otherwise: str, *, is_shown: bool = False
) -> list[tuple[str, str]]:
    """Return lines of a key and a name with the missing keys filled in; keys that are shown start with a capital."""
    written = list(lines)
    taken = {key for key, _ in written if key}
    found = []
    for given, name in written:
        key = given or _new(name, otherwise, taken, is_shown=is_shown)
        taken.add(key)
        found.append((key, name))
    return found


def _new(name: str, otherwise: str, taken: Container[str], *, is_shown: bool) -> str:
    base = key_base(name, otherwise)
    return first_free(base[:1].upper() + base[1:] if is_shown else base, taken)


def topics_of(document: Mapping[str, Iterable[Mapping[str, Iterable[Mapping[str, str]]]]]) -> dict[str, str]:
    """Return the keys of the topics of a document by their titles, so that a title that stays keeps its key."""
    return {
        one["title"]: one["key"]
        for passage in document.get("passages", ())
        for one in passage.get("topics", ())
    }
