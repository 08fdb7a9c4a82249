"""How a referral goes: who may take which step, what is reported, when a name goes."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from collegial.plugin import Text, t

# No 0, O, 1, I, L, nor vowels: a code is read over the telephone, and spells no word.
CODE_LETTERS = "23456789BCDFGHJKMNPQRSTVWXZ"
CODE_LENGTH = 7


class Side(enum.Enum):
    """Who acts: the pole or the partner."""

    POLE = "pole"
    PARTNER = "partner"


class Direction(enum.Enum):
    """Which way a project holder is sent."""

    TO_PARTNER = "to_partner"
    FROM_PARTNER = "from_partner"


class ProjectKind(enum.Enum):
    """What kind of project it is: all that reports say of it."""

    CREATION = "creation"
    TAKEOVER = "takeover"
    DEVELOPMENT = "development"
    ASSOCIATION = "association"
    OTHER = "other"


class ConsentManner(enum.Enum):
    """How the project holder agreed to be named to the other side."""

    ORAL = "oral"
    WRITTEN = "written"


class ReferralState(enum.Enum):
    """Where a referral is."""

    SENT = "sent"
    ACCEPTED = "accepted"
    MET = "met"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ReferralOutcome(enum.Enum):
    """What came of a referral."""

    SUPPORTED = "supported"
    LAUNCHED = "launched"
    REDIRECTED = "redirected"
    GAVE_UP = "gave_up"
    NO_NEWS = "no_news"


class DeclineReason(enum.Enum):
    """Why the other side does not take someone on; a choice, so that nothing is written about a person."""

    NOT_OURS = "not_ours"
    NO_ROOM = "no_room"
    UNREACHABLE = "unreachable"
    KNOWN = "known"


FINAL = frozenset({ReferralState.CLOSED, ReferralState.DECLINED, ReferralState.WITHDRAWN})
_NEXT: Mapping[ReferralState, tuple[ReferralState, ...]] = {
    ReferralState.SENT: (ReferralState.ACCEPTED, ReferralState.DECLINED),
    ReferralState.ACCEPTED: (ReferralState.MET, ReferralState.CLOSED),
    ReferralState.MET: (ReferralState.CLOSED,),
}


@dataclass(frozen=True, kw_only=True)
class ReferralFact:
    """What a report knows of a referral."""

    direction: Direction
    project: ProjectKind
    state: ReferralState
    outcome: ReferralOutcome | None


@dataclass(frozen=True, kw_only=True)
class ReferralFigures:
    """Referrals counted: by direction and state, by direction and outcome, by kind of project."""

    states: Mapping[tuple[Direction, ReferralState], int]
    outcomes: Mapping[tuple[Direction, ReferralOutcome], int]
    projects: Mapping[ProjectKind, int]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.projects.values())


def receiver(direction: Direction) -> Side:
    """Return the side that takes a project holder on."""
    return Side.PARTNER if direction is Direction.TO_PARTNER else Side.POLE


def next_states(state: ReferralState, direction: Direction, side: Side) -> tuple[ReferralState, ...]:
    """Return the steps that a side may take: the receiving one leads on, either takes the consent back."""
    if state in FINAL:
        return ()
    own = _NEXT[state] if receiver(direction) is side else ()
    return (*own, ReferralState.WITHDRAWN)


def leading_states(state: ReferralState, direction: Direction, side: Side) -> tuple[ReferralState, ...]:
    """Return the steps by which a side leads a referral on; taking the consent back is asked for apart."""
    return tuple(one for one in next_states(state, direction, side) if one is not ReferralState.WITHDRAWN)


def why_not_move(state: ReferralState, to: ReferralState, *, direction: Direction, side: Side) -> Text | None:
    """Return why a side cannot take a step, None when it can."""
    if state in FINAL:
        return t("This referral is over: nothing changes in it any more.")
    if to in next_states(state, direction, side):
        return None
    if receiver(direction) is not side:
        return t("The side that receives the project holder says what becomes of the referral.")
    return t("This step does not follow on where the referral is now. Look at the page again.")


def count_referrals(facts: Sequence[ReferralFact]) -> ReferralFigures:
    """Count referrals for a report."""
    return ReferralFigures(
        states={
            (way, state): sum(one.direction is way and one.state is state for one in facts)
            for way in Direction
            for state in ReferralState
        },
        outcomes={
            (way, outcome): sum(one.direction is way and one.outcome is outcome for one in facts)
            for way in Direction
            for outcome in ReferralOutcome
        },
        projects={kind: sum(one.project is kind for one in facts) for kind in ProjectKind},
    )


def written_code(year: int, letters: str) -> str:
    """Return the code that stands for a project holder in lists, letters and reports."""
    return f"{year}-{letters}"


def may_be_erased(erase_on: date, today: date, *, is_erased: bool) -> bool:
    """Tell whether a name has been kept for as long as it had to be."""
    return not is_erased and erase_on <= today
