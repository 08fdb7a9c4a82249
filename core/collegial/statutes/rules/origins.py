"""Who decides that a version of the statutes holds (L25)."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class First:
    """The founders: there was no version before."""


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """The members, by a resolution that was counted."""

    resolution_id: int


@dataclass(frozen=True, kw_only=True)
class Override:
    """An administrator, without a decision of the members; `reason` says why none is needed."""

    reason: str


Origin = First | Adopted | Override
