"""Read secret votes: ceremonies, their elections and boards."""

import json
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.accounts.models import Account
from collegial.assemblies.models import Assembly, Mandate, Resolution, RollEntry, Voting, VotingOption
from collegial.assemblies.queries.attending import left_to_chair
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.secret.belenios.archive import Archive
from collegial.secret.belenios.ballots import credential_in
from collegial.secret.belenios.chain import Kind, Step, read_event
from collegial.secret.belenios.election import Election, read_election
from collegial.secret.models import Ceremony, Scrutineer, SecretElection, SecretEvent, SecretQuestion, Stage
from collegial.secret.steps import confirmed, enough, real
from collegial.statutes.models import College
from collegial.votes.models import SignOff

_BEFORE_ANSWERS = 2000  # characters: the code of a ballot stands before its answers, which are long
_WHOLE = (
    selectinload(Ceremony.questions)
    .joinedload(SecretQuestion.resolution)
    .joinedload(Resolution.voting)
    .options(selectinload(Voting.options).joinedload(VotingOption.candidacy), joinedload(Voting.college)),
    selectinload(Ceremony.scrutineers).joinedload(Scrutineer.actor),
    selectinload(Ceremony.elections),
    selectinload(Ceremony.merges),
    selectinload(Ceremony.code_lists),
    joinedload(Ceremony.registrar),
    joinedload(Ceremony.assembly),
)


def ceremony(session: Session, ceremony_id: int) -> Ceremony:
    """Return a secret vote with what belongs to it; raises Missing."""
    found = session.get(Ceremony, ceremony_id, options=_WHOLE)
    if found is None:
        raise _unknown()
    return found


def locked_ceremony(session: Session, ceremony_id: int) -> Ceremony:
    """Return a secret vote whose row stays locked: its steps are taken one at a time."""
    row = select(Ceremony).where(Ceremony.id == ceremony_id).with_for_update(of=Ceremony)
    found = session.scalars(row.options(*_WHOLE).execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise _unknown()
    return found


def prepared_ceremony(session: Session, ceremony_id: int) -> Ceremony:
    """Return a secret vote that is being prepared, locked under its assembly, which is shared with others who prepare.

    Whoever calls the assembly off comes before or after: with the journal in hand, that act gives the secret vote up.
    """
    of = select(Ceremony.assembly_id).where(Ceremony.id == ceremony_id).scalar_subquery()
    session.execute(select(Assembly.id).where(Assembly.id == of).with_for_update(read=True)).all()
    return locked_ceremony(session, ceremony_id)


def ceremonies_of(session: Session, assembly_id: int) -> Sequence[Ceremony]:
    """Return the secret votes of an assembly that were not cancelled."""
    rows = select(Ceremony).where(Ceremony.assembly_id == assembly_id, Ceremony.stage != Stage.CANCELLED)
    return session.scalars(rows.options(*_WHOLE).order_by(Ceremony.id)).all()


def ceremony_of_vote(session: Session, vote_id: int) -> Ceremony | None:
    """Return the secret vote behind a vote session."""
    return session.scalars(select(Ceremony).where(Ceremony.vote_id == vote_id).options(*_WHOLE)).one_or_none()


def duties_of(session: Session, actor_id: int | None) -> Sequence[Scrutineer]:
    """Return where a person is scrutineer of a secret vote that is under way; nobody's place is the server's."""
    if actor_id is None:
        return []
    ended = (Stage.COUNTED, Stage.CANCELLED, Stage.VOID)
    rows = (
        select(Scrutineer).join(Ceremony).where(Scrutineer.actor_id == actor_id, Ceremony.stage.not_in(ended))
    )
    return session.scalars(rows.options(joinedload(Scrutineer.ceremony).options(*_WHOLE))).all()


def election(session: Session, uuid: str) -> SecretElection:
    """Return an election; raises Missing."""
    rows = select(SecretElection).where(SecretElection.uuid == uuid)
    found = session.scalars(rows.options(joinedload(SecretElection.ceremony))).one_or_none()
    if found is None:
        raise Missing("secret.unknown_election", t("There is no such election."))
    return found


def election_for(found: Ceremony, right: Mandate) -> SecretElection | None:
    """Return the election in which a right is counted, that of its giver's college; None where it is not asked."""
    college = right.giver.college
    keys = {"all", college.key} if college else {"all"}
    return next((one for one in found.elections if keys & {kept["key"] for kept in one.colleges}), None)


def locked_election(session: Session, election_id: int) -> SecretElection:
    """Return an election whose row stays locked until the transaction ends: its board grows by one hand."""
    row = select(SecretElection).where(SecretElection.id == election_id).with_for_update(of=SecretElection)
    return session.scalars(row.execution_options(populate_existing=True)).one()


def last_event(session: Session, one: SecretElection) -> SecretEvent | None:
    """Return the end of a board."""
    rows = select(SecretEvent).where(SecretEvent.election_id == one.id)
    return session.scalars(rows.order_by(SecretEvent.height.desc()).limit(1)).one_or_none()


def steps_of(session: Session, one: SecretElection, *kinds: Kind) -> list[Step]:
    """Return the steps of a board, all of them or those of some kinds."""
    rows = select(SecretEvent).where(SecretEvent.election_id == one.id).order_by(SecretEvent.height)
    if kinds:
        rows = rows.where(SecretEvent.kind.in_([kind.value for kind in kinds]))
    return [Step(event=read_event(row.event), data=tuple(row.data)) for row in session.scalars(rows)]


def archive_of(session: Session, one: SecretElection) -> Archive:
    """Return the public data of an election, as auditors want them."""
    return Archive(started=int(one.started_at.timestamp()), steps=tuple(steps_of(session, one)))


def parameters(session: Session, one: SecretElection) -> Election:
    """Return what voters are asked, under which key."""
    return read_election(election_text(session, one))


def election_text(session: Session, one: SecretElection) -> str:
    """Return the one serialisation of the parameters; the codes beside them, which are long, stay in the database."""
    setup = select(SecretEvent.data[0].as_string()).where(
        SecretEvent.election_id == one.id, SecretEvent.kind == Kind.SETUP.value
    )
    return session.scalars(setup).one() or ""


def decrypted_by(session: Session, elections: Sequence[SecretElection]) -> dict[int, set[int]]:
    """Return who decrypted, by election."""
    found: dict[int, set[int]] = {one.id: set() for one in elections}
    rows = select(SecretEvent.election_id, SecretEvent.owner).where(
        SecretEvent.election_id.in_(found), SecretEvent.owner.is_not(None)
    )
    for where, owner in session.execute(rows):
        found[where].add(owner or 0)
    return found


def unable_to_sign_in(session: Session, found: Ceremony) -> list[Scrutineer]:
    """Return the scrutineers who have no account: nobody invited them, and they can make no key."""
    people = [one.actor_id for one in found.scrutineers if one.actor_id is not None]
    known = set(session.scalars(select(Account.actor_id).where(Account.actor_id.in_(people), Account.active)))
    return [one for one in found.scrutineers if one.actor_id is not None and one.actor_id not in known]


def is_ready(session: Session, found: Ceremony) -> bool:
    """Tell whether enough scrutineers did what a stage waits for: the rehearsal before the opening, then the sums."""
    if found.stage is Stage.REHEARSAL:
        return confirmed(found) >= found.needed and not without_holder(session, found)
    return found.stage is Stage.CLOSED and enough(found, list(decrypted_by(session, real(found)).values()))


def without_holder(session: Session, found: Ceremony) -> Sequence[str]:
    """Return whose proxies name no holder, by name: while there are some, this vote is not opened."""
    if found.stage not in (Stage.KEYS, Stage.REHEARSAL):
        return ()
    left = left_to_chair().with_only_columns(RollEntry.name).where(RollEntry.assembly_id == found.assembly_id)
    return session.scalars(left.order_by(RollEntry.name)).all()


def published_in(session: Session, elections: Sequence[SecretElection]) -> set[int]:
    """Return the elections whose sums are published."""
    rows = select(SecretEvent.election_id).where(
        SecretEvent.election_id.in_([one.id for one in elections]), SecretEvent.kind == Kind.RESULT.value
    )
    return set(session.scalars(rows))


def ballot_with(session: Session, one: SecretElection, tracker: str) -> SecretEvent | None:
    """Return the ballot that a tracker names on a board."""
    return session.scalars(
        select(SecretEvent).where(SecretEvent.election_id == one.id, SecretEvent.tracker == tracker)
    ).one_or_none()


def ballot_of_code(session: Session, one: SecretElection, code: str) -> SecretEvent | None:
    """Return the ballot that was cast with a code, where codes serve once."""
    return session.scalars(
        select(SecretEvent).where(SecretEvent.election_id == one.id, SecretEvent.code == code)
    ).one_or_none()


def trackers(
    session: Session, one: SecretElection, *, first: int = 0, size: int = 100
) -> list[tuple[int, str]]:
    """Return the heights and trackers of the ballots on a board, in their order."""
    rows = select(SecretEvent.height, SecretEvent.tracker).where(
        SecretEvent.election_id == one.id, SecretEvent.tracker.is_not(None)
    )
    found = session.execute(rows.order_by(SecretEvent.height).offset(first).limit(size))
    return [(height, tracker or "") for height, tracker in found]


def replaced_on(session: Session, one: SecretElection) -> set[str]:
    """Return the trackers of the ballots that a later one of the same code replaced, as the board itself says."""
    start = func.substr(SecretEvent.data[0].as_string(), 1, _BEFORE_ANSWERS)
    rows = select(SecretEvent.tracker, start).where(
        SecretEvent.election_id == one.id, SecretEvent.tracker.is_not(None)
    )
    last: dict[str, str] = {}
    trackers: set[str] = set()
    for tracker, text in session.execute(rows.order_by(SecretEvent.height)):
        trackers.add(tracker)
        last[credential_in(text)] = tracker
    return trackers - set(last.values())


def ballots_on(session: Session, one: SecretElection) -> int:
    """Count the ballots on a board, replaced ones too."""
    counted = select(func.count()).where(SecretEvent.election_id == one.id, SecretEvent.tracker.is_not(None))
    return session.scalar(counted) or 0


def ballots_counted(session: Session, one: SecretElection) -> int:
    """Return how many ballots are in the sums of an election that is closed."""
    (closed,) = steps_of(session, one, Kind.ENCRYPTED_TALLY)
    return int(json.loads(closed.data[1])["num_tallied"])


def sign_offs_in(session: Session, found: Ceremony, one: SecretElection) -> int:
    """Count the rights that were signed off among the colleges of an election."""
    keys = [kept["key"] for kept in one.colleges]
    counted = select(func.count()).select_from(SignOff).where(SignOff.session_id == found.vote_id)
    if keys != ["all"]:
        counted = counted.join(RollEntry, SignOff.giver_id == RollEntry.id)
        counted = counted.join(College, RollEntry.college_id == College.id).where(College.key.in_(keys))
    return session.scalar(counted) or 0


def entries_of(session: Session, found: Ceremony, keys: Sequence[object]) -> list[int]:
    """Return the lines of the roll whose colleges are counted together; `all` is the roll without colleges."""
    rows = select(RollEntry.id).where(RollEntry.assembly_id == found.assembly_id).order_by(RollEntry.id)
    if list(keys) != ["all"]:
        rows = rows.join(College, RollEntry.college_id == College.id).where(College.key.in_(keys))
    return list(session.scalars(rows))


def registered_by(session: Session, actor_id: int | None) -> Sequence[Ceremony]:
    """Return the votes for which a person makes the codes, and that are not opened yet."""
    before = (Stage.KEYS, Stage.REHEARSAL)
    rows = select(Ceremony).where(Ceremony.registrar_id == actor_id, Ceremony.stage.in_(before))
    return session.scalars(rows.options(*_WHOLE)).all() if actor_id else []


def used_in(session: Session, ceremonies: Sequence[Ceremony], givers: Sequence[int]) -> dict[int, set[int]]:
    """Return which of these rights were used, by ceremony."""
    by_vote = {one.vote_id: one.id for one in ceremonies if one.vote_id is not None}
    used: dict[int, set[int]] = {one.id: set() for one in ceremonies}
    if by_vote and givers:
        rows = select(SignOff.session_id, SignOff.giver_id).where(
            SignOff.session_id.in_(by_vote), SignOff.giver_id.in_(givers)
        )
        for vote, giver in session.execute(rows):
            used[by_vote[vote]].add(giver)
    return used


def _unknown() -> Missing:
    return Missing("secret.unknown", t("There is no such secret vote."))
