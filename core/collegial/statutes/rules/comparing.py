"""Two versions of the statutes side by side, clause by clause."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from collegial.kernel.text import Text
from collegial.statutes.rules.terms import StatuteRules
from collegial.statutes.rules.wording import Clause, Said, clauses


class Change(StrEnum):
    """What becomes of a clause from one version to the other."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A clause in both versions; None where a version does not have it."""

    key: str
    heading: Text
    before: Said | None
    after: Said | None

    @property
    def change(self) -> Change:
        """Say whether and how the clause changes."""
        if self.before is None:
            return Change.ADDED
        if self.after is None:
            return Change.REMOVED
        return Change.SAME if str(self.before) == str(self.after) else Change.CHANGED


def compare(before: StatuteRules, after: StatuteRules) -> list[Difference]:
    """Put the clauses of two versions side by side; what is removed stands where it stood."""
    old, new = clauses(before), clauses(after)
    said_before = {clause.key: clause.said for clause in old}
    said_after = {clause.key: clause.said for clause in new}
    return [
        Difference(
            key=clause.key,
            heading=clause.heading,
            before=said_before.get(clause.key),
            after=said_after.get(clause.key),
        )
        for clause in _merged(old, new)
    ]


def changed(differences: Sequence[Difference]) -> list[Difference]:
    """Keep what is not the same in both."""
    return [one for one in differences if one.change is not Change.SAME]


def _merged(old: list[Clause], new: list[Clause]) -> list[Clause]:
    """Keep the order of the new version, each removed clause after the clause it followed."""
    kept = {clause.key for clause in new}
    merged = list(new)
    for place, clause in enumerate(old):
        if clause.key in kept:
            continue
        before = old[place - 1].key if place else None
        at = next((index for index, one in enumerate(merged) if one.key == before), -1)
        merged.insert(at + 1, clause)
    return merged
