"""Two versions side by side: what was added, taken out, moved and changed, in structure and in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from collegial.proposals.rules.content import ActionText, AxisText, VersionText
from collegial.proposals.rules.wording import Piece, mark_words


class Change(StrEnum):
    """What became of an axis or an action."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class FieldDiff:
    """A field that is not the same in both: its name, and its words marked."""

    name: str
    words: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class ActionDiff:
    """An action in both versions; `moved_from` is the title of the axis it stood in, or of its own moved axis."""

    key: str
    title: str
    change: Change
    fields: tuple[FieldDiff, ...] = ()
    is_moved: bool = False
    moved_from: str | None = None


@dataclass(frozen=True, kw_only=True)
class AxisDiff:
    """An axis in both versions, with its actions as the later one has them."""

    key: str
    title: str
    change: Change
    fields: tuple[FieldDiff, ...] = ()
    is_moved: bool = False
    actions: tuple[ActionDiff, ...] = ()

    @property
    def is_touched(self) -> bool:
        """Tell whether anything in this axis is not the same."""
        return any(one.is_moved or one.change is not Change.SAME for one in self.pieces)

    @property
    def pieces(self) -> tuple["AxisDiff | ActionDiff", ...]:
        """Return the axis itself, then its actions."""
        return (self, *self.actions)


@dataclass(frozen=True, kw_only=True)
class VersionDiff:
    """Two versions: their first lines, and their axes."""

    facts: tuple[FieldDiff, ...]
    axes: tuple[AxisDiff, ...]

    def count(self, change: Change) -> int:
        """Return how many axes and actions changed in this way."""
        return sum(one.change is change for axis in self.axes for one in axis.pieces)

    @property
    def places(self) -> int:
        """Return how many texts differ: those of the first lines, and each title or text of what changed."""
        pieces = (one for axis in self.axes for one in axis.pieces if one.change is Change.CHANGED)
        return len(self.facts) + sum(len(one.fields) for one in pieces)

    @property
    def moved(self) -> int:
        """Return how many axes and actions were moved."""
        return sum(one.is_moved for axis in self.axes for one in axis.pieces)

    @property
    def is_empty(self) -> bool:
        """Tell whether both say the same."""
        return not self.facts and not any(axis.is_touched for axis in self.axes)


@dataclass(frozen=True)
class _Home:
    axis: str
    title: str
    action: ActionText


def compare(before: VersionText, after: VersionText) -> VersionDiff:
    """Compare two versions; pieces are known again by their keys, without one by their titles."""
    old_axes = {_key(axis): axis for axis in before.axes}
    old_homes = {
        _key(one): _Home(_key(axis), axis.title, one) for axis in before.axes for one in axis.actions
    }
    kept = {_key(one) for axis in after.axes for one in axis.actions}
    moved = _moved([_key(one) for one in before.axes], [_key(one) for one in after.axes])
    axes = [
        _axis(old_axes.get(_key(axis)), axis, old_homes, kept, is_moved=_key(axis) in moved)
        for axis in after.axes
    ]
    gone = [axis for axis in before.axes if _key(axis) not in {_key(one) for one in after.axes}]
    return VersionDiff(
        facts=tuple(_facts(before, after)),
        axes=(*axes, *(_gone_axis(axis, kept) for axis in gone)),
    )


def _axis(
    old: AxisText | None, new: AxisText, homes: Mapping[str, _Home], kept: set[str], *, is_moved: bool
) -> AxisDiff:
    key = _key(new)
    stayed = [_key(one) for one in (old.actions if old else ())]
    moved = _moved([one for one in stayed if one in kept], [_key(one) for one in new.actions])
    actions = [_action(homes.get(_key(one)), one, key, moved) for one in new.actions]
    gone = [_gone_action(one) for one in (old.actions if old else ()) if _key(one) not in kept]
    fields = tuple(_differing(_texts(old), _texts(new))) if old else ()
    change = Change.ADDED if old is None else (Change.CHANGED if fields else Change.SAME)
    return AxisDiff(
        key=key, title=new.title, change=change, fields=fields if old else _whole(_texts(new)),
        is_moved=is_moved, actions=(*actions, *gone),
    )  # fmt: skip


def _action(home: _Home | None, new: ActionText, axis: str, moved: set[str]) -> ActionDiff:
    key = _key(new)
    if home is None:
        return ActionDiff(key=key, title=new.title, change=Change.ADDED, fields=_whole(_said(new)))
    fields = tuple(_differing(_said(home.action), _said(new)))
    elsewhere = home.axis != axis
    return ActionDiff(
        key=key, title=new.title, change=Change.CHANGED if fields else Change.SAME, fields=fields,
        is_moved=elsewhere or key in moved, moved_from=home.title if elsewhere else None,
    )  # fmt: skip


def _gone_axis(axis: AxisText, kept: set[str]) -> AxisDiff:
    actions = tuple(_gone_action(one) for one in axis.actions if _key(one) not in kept)
    return AxisDiff(key=_key(axis), title=axis.title, change=Change.REMOVED, actions=actions)


def _gone_action(action: ActionText) -> ActionDiff:
    return ActionDiff(key=_key(action), title=action.title, change=Change.REMOVED)


def _facts(before: VersionText, after: VersionText) -> Iterator[FieldDiff]:
    def texts(one: VersionText) -> dict[str, str]:
        return {"summary": one.summary, "provenance": one.provenance or ""}

    yield from _differing(texts(before), texts(after))


def _texts(axis: AxisText) -> dict[str, str]:
    return {"title": axis.title, "text": axis.text or ""}


def _said(action: ActionText) -> dict[str, str]:
    return {
        "title": action.title, "priority": action.priority or "", "mission": action.mission or "",
        "owner": action.owner or "", "text": action.text or "", "files": "\n".join(action.files),
    }  # fmt: skip


def _differing(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[FieldDiff]:
    for name, now in after.items():
        if before[name] != now:
            yield FieldDiff(name=name, words=mark_words(before[name], now))


def _whole(texts: Mapping[str, str]) -> tuple[FieldDiff, ...]:
    """Return the text of what is new; its title stands above it already."""
    return tuple(
        FieldDiff(name=name, words=mark_words("", text))
        for name, text in texts.items()
        if text and name != "title"
    )


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return the keys that stand in both lists, not in the same order: as few as can be."""
    both = set(before) & set(after)
    one, other = [key for key in before if key in both], [key for key in after if key in both]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    still = {key for block in blocks for key in one[block.a : block.a + block.size]}
    return both - still


def _key(piece: AxisText | ActionText) -> str:
    return piece.key or piece.title


def touched(axes: Iterable[AxisDiff]) -> list[AxisDiff]:
    """Keep the axes in which anything is not the same."""
    return [axis for axis in axes if axis.is_touched]
