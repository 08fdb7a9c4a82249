"""Cast a ballot: sign-off, ballot and journal are one act, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from collegial.assemblies.models import Mandate
from collegial.assemblies.services.proxies import accept_by_use
from collegial.journal.services import hold_order
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.secret.belenios.ballots import Ballot, check_ballot, read_ballot
from collegial.secret.belenios.chain import Kind
from collegial.secret.belenios.credentials import public_credential
from collegial.secret.belenios.election import read_election
from collegial.secret.belenios.text import fingerprint, items, parse
from collegial.secret.credentials import Authority
from collegial.secret.events import BallotReplaced
from collegial.secret.models import Ceremony, SecretElection, Stage
from collegial.secret.queries import (
    ballot_of_code,
    ballot_with,
    ceremony,
    election_for,
    locked_election,
    steps_of,
)
from collegial.secret.services.boards import append, protocol
from collegial.secret.services.guarding import check_program
from collegial.votes.asking import not_asked
from collegial.votes.models import SignOff, VoteSession
from collegial.votes.permissions import CAST
from collegial.votes.queries import locked_session, sign_off_of
from collegial.votes.services import check_presence, check_right
from collegial.votes.services.room import check_not_in_room
from collegial.votes.services.secrecy import sign_off

RECEIPT = "secret.receipt"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a voter is told: the tracker of the ballot, and the seal of the sign-off. They are not kept together."""

    tracker: str
    sign_off: SignOff
    is_new: bool


def hand_over(context: Context, ceremony_id: int, mandate: Mandate, authority: Authority) -> str:
    """Return the credential of a voting right to who may use it, while the vote is open.

    Raises Refused where somebody else than the server makes the codes.
    """
    require(context.by, CAST)
    found = ceremony(context.session, ceremony_id)
    vote = _open_vote(found)
    check_program(found, authority)
    if found.profile.codes_apart:
        raise Refused(
            "secret.codes_apart",
            t("The code of this vote is not on this site: it was handed to you by another way. Type it in."),
        )
    check_right(context, vote, mandate)
    check_not_in_room(context.session, vote, mandate.giver_id)
    check_presence(context, mandate)
    return authority.credential(election_of(found, mandate).uuid, mandate.giver_id)


def cast(context: Context, ceremony_id: int, mandate: Mandate, text: str, authority: Authority) -> Receipt:
    """Put a ballot on the board and sign the right off.

    The same ballot sent again (a double click, a lost answer) gives the same receipt. Raises Invalid for a
    ballot that breaks the protocol or carries another right's credential; Refused when the vote is not open or
    the right was used and may not be used again.
    """
    require(context.by, CAST)
    found = ceremony(context.session, ceremony_id)
    vote = _open_vote(found)
    check_program(found, authority)
    row = election_of(found, mandate)
    ballot = _checked(context, row, mandate, text, authority)  # the slow part, before any lock is taken
    vote = locked_session(context.session, vote.id)
    check_right(context, vote, mandate)
    row = locked_election(context.session, row.id)
    earlier = sign_off_of(context.session, vote.id, mandate.giver_id)
    if earlier and ballot_with(context.session, row, ballot.tracker):
        return Receipt(tracker=ballot.tracker, sign_off=earlier, is_new=False)
    _check_still_open(context, found, vote)
    check_not_in_room(context.session, vote, mandate.giver_id)
    hold_order(context.session)  # whoever leaves the cooperative does so before, and is seen, or after
    check_presence(context, mandate)
    if earlier and not found.may_vote_again:
        raise _used()
    with _used_once(context):
        line = earlier or sign_off(context, vote, mandate)
        _add_ballot(context, row, ballot)
    accept_by_use(context, [(context.by, mandate)])
    if earlier:
        _tell_replaced(context, row, mandate)
    receipt = {"sign_off": line.id, "mandate": mandate.id, "at": context.clock.now().isoformat()}
    promise(context.session, RECEIPT, receipt, at=context.clock.now())
    return Receipt(tracker=ballot.tracker, sign_off=line, is_new=True)


def _check_still_open(context: Context, found: Ceremony, vote: VoteSession) -> None:
    """Refuse what comes after the closing, or in a pause; whoever closes or pauses holds the vote's row too."""
    context.session.refresh(found, ["stage"])
    if found.stage is not Stage.OPEN:
        raise _closed()
    if vote.paused_at is not None:
        raise Refused(
            "votes.paused", t("This vote is paused. Your vote is not cast; try again when it goes on.")
        )


@contextmanager
def _used_once(context: Context) -> Iterator[None]:
    """Let the database say whether the right and the code are free; nothing is half done where they are not."""
    with or_refuse(context.session, _used()):
        yield


def _add_ballot(context: Context, row: SecretElection, ballot: Ballot) -> None:
    code = fingerprint(str(ballot.credential)) if row.ceremony.profile.codes_apart else None
    append(context, row, Kind.BALLOT, (ballot.text,), tracker=ballot.tracker, code=code)


def _tell_replaced(context: Context, row: SecretElection, mandate: Mandate) -> None:
    context.emit(
        BallotReplaced(
            vote=row.ceremony.vote_id or 0, giver=mandate.giver_id, holder=mandate.holder_id, mandate=mandate.id,
            uuid=row.uuid,
        )
    )  # fmt: skip


def election_of(found: Ceremony, mandate: Mandate) -> SecretElection:
    """Return the election in which a right is counted: that of its giver's college."""
    one = election_for(found, mandate)
    if one is not None:
        return one
    if mandate.giver.college is not None:
        raise not_asked()
    raise Refused("secret.no_college", t("This voting right is in no college: its vote cannot be counted."))


def _open_vote(found: Ceremony) -> VoteSession:
    if found.vote is None or found.stage is not Stage.OPEN:
        raise _closed()
    return found.vote


def _checked(
    context: Context, row: SecretElection, mandate: Mandate, text: str, authority: Authority
) -> Ballot:
    (setup,) = steps_of(context.session, row, Kind.SETUP)
    with protocol():
        election = read_election(setup.data[0])
        ballot = read_ballot(text, election.questions)
        # Each credential was checked when the board was made.
        is_known = str(ballot.credential) in items(parse(setup.data[2]))
        if row.ceremony.profile.codes_apart:
            _check_code(context, row, ballot, is_known=is_known)
        else:
            _check_own(row, mandate, ballot, authority, is_known=is_known)
        # What is there was checked when it came.
        if ballot_with(context.session, row, ballot.tracker) is None:
            check_ballot(election, ballot)
    return ballot


def _check_own(
    row: SecretElection, mandate: Mandate, ballot: Ballot, authority: Authority, *, is_known: bool
) -> None:
    """Refuse the code of another right, and a code that the server makes otherwise than at the opening."""
    if ballot.credential != public_credential(row.uuid, authority.credential(row.uuid, mandate.giver_id)):
        raise Invalid("secret.other_credential", t("This ballot was made for another voting right."))
    if not is_known:
        raise _other_key()


def _check_code(context: Context, row: SecretElection, ballot: Ballot, *, is_known: bool) -> None:
    """Refuse a code that is not of this college, or that another ballot used; the database holds the latter too."""
    if not is_known:
        raise Invalid(
            "secret.unknown_code",
            t("This code does not belong to this vote. Compare it with what you were given, and mind capitals and "
                "small letters."),
        )  # fmt: skip
    used = ballot_of_code(context.session, row, fingerprint(str(ballot.credential)))
    if used is not None and used.tracker != ballot.tracker:
        raise Refused(
            "secret.code_used",
            t("A ballot has already been cast with this code. If it was not you, tell the bureau at once: "
"somebody has your code."),
        )  # fmt: skip


def _closed() -> Refused:
    return Refused("secret.closed", t("This vote is not open: no ballot can be added."))


def _other_key() -> Refused:
    return Refused(
        "secret.other_key",
        t(
            "This site no longer makes the voting codes that it made when this vote was opened: no ballot can "
            "be added. Tell the "
            "bureau; whoever runs the site must bring the former key back."
        ),
    )


def _used() -> Refused:
    return Refused(
        "secret.already_voted",
        t("This voting right has already been used. A vote that is cast stays as it is."),
    )
