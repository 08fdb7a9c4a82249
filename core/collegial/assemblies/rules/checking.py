"""What is still wrong before an assembly is convened, each with what to do about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from collegial.assemblies.rules.dating import last_sending_day, sending_is_late
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import Carry, StatuteRules, blank_proxies_of, correspondence_of


@dataclass(frozen=True, kw_only=True)
class Ready:
    """An election as the checks look at it: `method_missing` says why its way of voting is not there.

    `unknown` are the candidates whom the directory does not know, where those elected take a seat.
    """

    title: str
    candidates: int
    backed: int
    seats: int
    is_secret: bool = False
    method_missing: Text | None = None
    unknown: Sequence[str] = ()


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
    `lacks_address` says that the settings name no address to which forms on paper come back.
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


def checks(state: Readiness) -> list[Check]:
    """Give what is wrong, what stops the sending first; empty when all is ready."""
    found = [
        *_date(state),
        *_agenda(state),
        *_count(state),
        *_elections(state),
        *_board(state),
        *_secret(state),
        *_address(state),
    ]
    return sorted(found, key=lambda one: not one.stops)


def stops(found: Sequence[Check]) -> bool:
    """Say whether something keeps the convocations from being sent."""
    return any(one.stops for one in found)


def _date(state: Readiness) -> Iterator[Check]:
    if state.starts <= state.now:
        yield Check(
            key="past", stops=True, text=t("The day and hour of the assembly are past. Choose a later day.")
        )
        return
    if state.rules is None:
        yield Check(
            key="no_statutes",
            stops=True,
            text=t("No statutes are in force on that day. Record the statutes first."),
        )
    elif sending_is_late(state.today, state.starts.date(), state.notice_days):
        last = last_sending_day(state.starts.date(), days=state.notice_days)
        yield Check(
            key="late",
            text=t(
                "The last day to send was %(last)s. Move the assembly, or give a reason, which goes to the minutes.",
                last=last,
            ),
        )


def _agenda(state: Readiness) -> Iterator[Check]:
    if not state.resolutions:
        yield Check(
            key="no_resolution",
            stops=True,
            text=t("The agenda holds no resolution. Add one before convening."),
        )
    for title in state.bare_accounts:
        yield Check(
            key="no_documents",
            text=t(
                "“%(title)s” has no document. Attach the accounts and the reports that the members must read.",
                title=title,
            ),
        )


def _count(state: Readiness) -> Iterator[Check]:
    """Find what would keep a vote from being opened (L23): better known now than in front of the room."""
    if not state.voters:
        yield Check(
            key="nobody",
            stops=True,
            text=t("Nobody is a member on that day, so there is nobody to convene."),
        )
    rules = state.rules
    if rules is None or not rules.colleges or rules.carry is Carry.HEADS:
        return
    if rules.carry is Carry.MAJORITY and rules.on_tie is None:
        yield Check(
            key="no_tie_rule",
            text=t(
                "The statutes do not say what a tie inside a college means: "
                "the count would be refused. Complete them."
            ),
        )
    if rules.on_empty is None:
        yield _no_empty_rule(state)


def _elections(state: Readiness) -> Iterator[Check]:
    """Find what would keep an election from being voted, or leave seats empty."""
    for one in state.elections:
        if one.method_missing is not None:
            yield Check(
                key="no_method", stops=True,
                text=t("“%(title)s”: %(why)s", title=one.title, why=one.method_missing),
            )  # fmt: skip
        if one.candidates < one.seats:
            yield Check(
                key="seats",
                text=nt(
                    "“%(title)s” has %(count)d candidate for %(seats)d seats: the others stay empty.",
                    "“%(title)s” has %(count)d candidates for %(seats)d seats: the others stay empty.",
                    one.candidates,
                    title=one.title,
                    seats=one.seats,
                ),
            )
        elif one.candidates == 1:
            yield Check(
                key="one_candidate",
                text=t(
                    "“%(title)s” has a single candidate: one vote is enough to be elected. A vote for or against "
                    "would let the members say no.",
                    title=one.title,
                ),
            )
        if one.unknown:
            yield Check(
                key="unknown", people=one.unknown,
                text=t(
                    "“%(title)s”: the directory knows nobody, or several, by the name of %(names)s: whoever is elected "
                    "would take no seat. Add them to the directory, or say on the list who they are.",
                    title=one.title, names=listed(one.unknown),
                ),
            )  # fmt: skip
        if _may_name_nobody(state) and not one.backed and not one.is_secret:
            yield Check(
                key="nobody_backed",
                text=t(
                    "“%(title)s”: the board backs no candidate, so proxies to the chair count as blank there.",
                    title=one.title,
                ),
            )


def _board(state: Readiness) -> Iterator[Check]:
    """Find what the statutes refuse of elections to the board (L24); without a group, they only may be to the board."""
    for one in state.seatings:
        if one.fault is not None and one.is_sure:
            yield Check(
                key="board", stops=True, text=t("“%(title)s”: %(why)s", title=one.title, why=one.fault)
            )
        elif one.fault is not None:
            yield Check(
                key="board",
                text=t(
                    "“%(title)s” names no group for those elected. If their seats are on the board: %(why)s",
                    title=one.title, why=one.fault,
                ),
            )  # fmt: skip
    for college in dict.fromkeys(one.college for one in state.seatings):
        yield from _too_many([one for one in state.seatings if one.college == college])


def _too_many(found: Sequence[Seating]) -> Iterator[Check]:
    """Find elections that keep to the statutes each, and fill more seats together than there are."""
    total, most = sum(one.seats for one in found), found[0].most
    if most is None or total <= most or any(one.fault for one in found):
        return
    yield Check(
        key="board",
        stops=all(one.is_sure for one in found),
        text=t(
            "Seats on the board that %(titles)s fill together: %(seats)s. The statutes have %(most)s for those who "
            "elect.",
            titles=listed(t("“%(title)s”", title=one.title) for one in found),
            seats=total,
            most=most,
        ),
    )


def _may_name_nobody(state: Readiness) -> bool:
    return state.rules is not None and blank_proxies_of(state.rules) is not None


def _secret(state: Readiness) -> Iterator[Check]:
    """Say what a secret vote needs once convened, and what would keep it from being opened (L37)."""
    if not state.secret:
        return
    eve = max(state.today, state.starts.date() - timedelta(days=1))
    yield Check(
        key="secret",
        text=nt(
            "Resolution %(numbers)s is voted in secret. Once the assembly is convened, prepare that vote on its page: "
            "scrutineers make its keys and rehearse, each on their own device. It cannot be opened before: have it "
            "done by %(day)s.",
            "Resolutions %(numbers)s are voted in secret. Once the assembly is convened, prepare that vote on its "
            "page: scrutineers make its keys and rehearse, each on their own device. It cannot be opened before: have "
            "it done by %(day)s.",
            len(state.secret),
            numbers=listed(str(one) for one in state.secret),
            day=eve,
        ),
    )
    if _may_name_nobody(state):
        yield Check(
            key="secret_chair",
            text=t(
                "A secret vote is not opened while a proxy names no holder: the chair would vote for it, which is no "
                "secret. Ask the members to name one."
            ),
        )


def _address(state: Readiness) -> Iterator[Check]:
    """Find that forms on paper, a proxy or a vote by correspondence, do not say where they go."""
    rules = state.rules
    if rules is None or not state.lacks_address:
        return
    if rules.proxies_per_holder or correspondence_of(rules, on=state.starts.date()) is not None:
        yield Check(
            key="no_address",
            text=t(
                "The settings lack the address of the registered office: the forms on paper will not say where to send "
                "them. Ask whoever keeps the site to write it at “pays.address”."
            ),
        )


def _no_empty_rule(state: Readiness) -> Check:
    if not state.empty_colleges:
        sentence = t(
            "The statutes do not say what becomes of a college in which nobody votes: "
            "the count would be refused. Complete them."
        )
    else:
        sentence = t(
            "Nobody can vote in %(names)s, and the statutes do not say what becomes of its weight: "
            "the count would be refused. Complete them.",
            names=listed(state.empty_colleges),
        )
    return Check(key="no_empty_rule", text=sentence)
