"""What is still wrong before an assembly is convened, each with what to do about it."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from collegial.assemblies.rules.checking_elections import board, elections
from collegial.assemblies.rules.dating import last_sending_day, sending_is_late
from collegial.assemblies.rules.readiness import Check, Readiness, may_name_nobody
from collegial.kernel.listing import listed
from collegial.kernel.text import nt, t
from collegial.statutes.rules import Carry, correspondence_of


def checks(state: Readiness) -> list[Check]:
    """Give what is wrong, what stops the sending first; empty when all is ready."""
    found = [
        *_date(state),
        *_members_items(state),
        *_agenda(state),
        *_count(state),
        *_unheard(state),
        *elections(state),
        *board(state),
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


def _members_items(state: Readiness) -> Iterator[Check]:
    """Find that whoever is convened could no longer put anything on the agenda (L33)."""
    agenda = state.rules.assemblies if state.rules else None
    if agenda is None or agenda.items_days is None or state.is_second or state.starts <= state.now:
        return
    last = state.starts.date() - timedelta(days=agenda.items_days)
    is_late = sending_is_late(
        state.today, state.starts.date(), state.notice_days
    )  # said by itself, and worse
    if last < state.today and not is_late:
        yield Check(
            key="items_past",
            text=t(
                "The last day for members to put an item on the agenda was %(last)s. Those who are convened now "
                "cannot: choose a later day if they are to have that time.",
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


def _unheard(state: Readiness) -> Iterator[Check]:
    """Find members that nobody votes for (L6): an organisation that nobody represents, a minor without guardian."""
    if state.unheard:
        yield Check(
            key="unheard",
            text=nt(
                "Nobody votes for %(count)d member: it is convened, and nobody can sign in for it. Say who represents "
                "it.",
                "Nobody votes for %(count)d members: they are convened, and nobody can sign in for them. Say who "
                "represents them.",
                state.unheard,
            ),
        )


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
    if may_name_nobody(state):
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
