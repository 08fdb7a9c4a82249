"""What the checks before convening look at, and what they find."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from collegial.kernel.text import Text
from collegial.statutes.rules import StatuteRules, blank_proxies_of


@dataclass(frozen=True, kw_only=True)
class Ready:
    """An election as the checks look at it: `method_missing` says why its way of voting is not there.

    `unknown` are the candidates whom the directory does not know, where those elected take a seat; `foreign` those who
    are members of another college than the one that elects alone.
    """

    title: str
    candidates: int
    backed: int
    seats: int
    is_secret: bool = False
    method_missing: Text | None = None
    unknown: Sequence[str] = ()
    foreign: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Seating:
    """An election that fills seats on the board; not `is_sure` where no group is named for those elected.

    `college` is the name of the college that elects alone, `most` the seats that the statutes give it, or all members
    together; `fault` says what they refuse.
    """

    title: str
    seats: int
    college: str | None
    most: int | None
    is_sure: bool
    fault: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What the checks look at. `empty_colleges` are names of colleges without a voter on the roll of today.

    `bare_accounts` are the titles of agenda items on the accounts that have no document. `starts` and `now`
    are written in the deployment's zone. `secret` are the numbers of the resolutions to be voted in secret.
    `lacks_address` says that the settings name no address to which forms on paper come back, `unheard` for how many
    members nobody votes, `is_second` that it is a second convocation, whose agenda is that of the first.
    """

    rules: StatuteRules | None
    starts: datetime
    now: datetime
    notice_days: int
    resolutions: int
    voters: int
    empty_colleges: Sequence[str]
    bare_accounts: Sequence[str]
    elections: Sequence["Ready"] = ()
    secret: Sequence[int] = ()
    seatings: Sequence[Seating] = ()
    lacks_address: bool = False
    unheard: int = 0
    is_second: bool = False

    @property
    def today(self) -> date:
        """Return the day on which this is looked at."""
        return self.now.date()


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing to put right; `stops` means that the convocations cannot be sent before.

    `people` are names to add to the directory.
    """

    key: str
    text: Text
    stops: bool = False
    people: Sequence[str] = ()


def may_name_nobody(state: Readiness) -> bool:
    """Tell whether a proxy may be left to the chair."""
    return state.rules is not None and blank_proxies_of(state.rules) is not None
