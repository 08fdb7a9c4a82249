"""Read which voting rights were used, and how."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, or_, select, union
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.assemblies.models import CorrespondenceForm, Mandate, MandateKind, RollEntry
from collegial.assemblies.queries.attending import is_here
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.kernel.writing import few_lengths
from collegial.membership.models import Member
from collegial.votes.models import (
    Ballot,
    Question,
    RoomRight,
    Secrecy,
    SessionState,
    SignOff,
    VoteSession,
)


class Right(NamedTuple):
    """What a cast must know of a right: its mandate, whether it was used, its giver's form, and who is where.

    `answers` is what the form says; None where there is none. `college_id` is the giver's. `is_gone` tells that its
    giver or holder is a member no more.
    """

    id: int
    assembly_id: int
    kind: MandateKind
    giver_id: int
    holder_id: int
    revoked_at: datetime | None
    accepted_at: datetime | None
    college_id: int | None
    voter_id: int
    answers: dict[str, Any] | None
    is_used: bool
    is_in_room: bool
    is_holder_here: bool
    is_giver_here: bool
    is_gone: bool


def hold_rights(session: Session, mandate_ids: Collection[int]) -> None:
    """Lock the entries that some mandates join."""
    session.execute(_LOCKED, {"mandates": few_lengths(sorted(set(mandate_ids)))}).all()


def rights_by_mandate(
    session: Session, vote_id: int, mandate_ids: Collection[int], *, today: date
) -> dict[int, Right]:
    """Return what a cast by each of some mandates must know, by mandate; read after what may change it is locked."""
    mandates = few_lengths(sorted(set(mandate_ids)))
    wanted = {"mandates": mandates, "vote": vote_id, "today": today}
    return {row[0]: Right(*row) for row in session.execute(_RIGHTS, wanted)}


def _lock() -> Select[int]:
    """Select the entries that some mandates join, and lock them in one order."""
    mandate, entry = Mandate.__table__.c, RollEntry.__table__.c
    wanted = mandate.id.in_(bindparam("mandates", expanding=True))
    ends = union(select(mandate.giver_id).where(wanted), select(mandate.holder_id).where(wanted))
    return select(entry.id).where(entry.id.in_(ends)).order_by(entry.id).with_for_update()


def _rights() -> Select[Any]:
    """Select what a cast must know of some mandates, as the fields of a right and without objects."""
    mandate, line = Mandate.__table__.c, SignOff.__table__.c
    giver, holder = RollEntry.__table__.alias("giver"), RollEntry.__table__.alias("holder")
    form, room, member = CorrespondenceForm.__table__.c, RoomRight.__table__.c, Member.__table__.c
    vote: BindParameter[int] = bindparam("vote")
    columns = (mandate[one] for one in Right._fields[:7])
    return (
        select(
            *columns, giver.c.college_id, holder.c.voter_id, form.answers,
            exists().where(line.giver_id == mandate.giver_id, line.session_id == vote),
            exists().where(room.entry_id == mandate.giver_id, room.session_id == vote),
            is_here(mandate.holder_id), is_here(mandate.giver_id),
            exists().where(
                member.id.in_((giver.c.member_id, holder.c.member_id)),
                member.left_on <= bindparam("today", type_=member.left_on.type),
            ),
        )
        .join_from(Mandate.__table__, giver, giver.c.id == mandate.giver_id)
        .join(holder, holder.c.id == mandate.holder_id)
        .outerjoin(
            CorrespondenceForm.__table__,
            and_(form.entry_id == mandate.giver_id, form.withdrawn_at.is_(None)),
        )
        .where(mandate.id.in_(bindparam("mandates", expanding=True)))
    )  # fmt: skip


_LOCKED, _RIGHTS = _lock(), _rights()


def sign_off_of(session: Session, vote_id: int, giver_id: int) -> SignOff | None:
    """Return the sign-off of a voting right; None while it is unused."""
    return session.scalars(
        select(SignOff).where(SignOff.session_id == vote_id, SignOff.giver_id == giver_id)
    ).one_or_none()


def choices_of(session: Session, vote_id: int, giver_id: int) -> dict[int, str]:
    """Return how a voting right was used, by question; this is an open vote."""
    mine = select(Ballot.question_id, Ballot.choice).where(
        Ballot.session_id == vote_id, Ballot.giver_id == giver_id
    )
    return dict(session.execute(mine).all())


def used_rights(
    session: Session, votes: Sequence[VoteSession], givers: Sequence[int]
) -> dict[int, dict[int, SignOff]]:
    """Return the sign-offs of some voting rights, by vote and right, in one statement."""
    used: dict[int, dict[int, SignOff]] = {vote.id: {} for vote in votes}
    for one in session.scalars(
        select(SignOff).where(SignOff.session_id.in_(used), SignOff.giver_id.in_(givers))
    ):
        used[one.session_id][one.giver_id] = one
    return used


def receipts_of(
    session: Session, votes: Sequence[VoteSession], actor_id: int | None
) -> dict[int, list[SignOff]]:
    """Return the receipts of a person by vote: the lines of the rights it has or used, its own first.

    None of a secret vote: what one keeps of it is the tracker, which the server does not know.
    """
    found: dict[int, list[SignOff]] = {one.id: [] for one in votes if one.secrecy is Secrecy.OPEN}
    if actor_id is None or not found:
        return found
    hands = select(RollEntry.id).where(
        RollEntry.voter_id == actor_id, RollEntry.assembly_id.in_({one.assembly_id for one in votes})
    )
    mine = session.scalars(hands).all()  # by number, so that the database looks none but their lines up
    lines = select(SignOff).where(
        SignOff.session_id.in_(found), or_(SignOff.giver_id.in_(mine), SignOff.holder_id.in_(mine))
    )
    for line in session.scalars(lines.options(joinedload(SignOff.giver)).order_by(SignOff.id)):
        found[line.session_id].append(line)
    return {
        vote: sorted(one, key=lambda line: line.giver.voter_id != actor_id) for vote, one in found.items()
    }


def last_cast(session: Session, vote_id: int) -> datetime | None:
    """Return the time of the latest line of a board; None for an empty one."""
    return session.scalar(select(func.max(SignOff.cast_at)).where(SignOff.session_id == vote_id))


def questions_by_proxy(session: Session, giver: RollEntry) -> tuple[list[Question], list[Question]]:
    """Return the questions voted by somebody else for a right, and those of open votes on which it is not used."""
    signed = select(SignOff.session_id, SignOff.holder_id).where(SignOff.giver_id == giver.id)
    holders = dict(session.execute(signed).all())
    votes = select(VoteSession).where(VoteSession.assembly_id == giver.assembly_id).order_by(VoteSession.id)
    whole = votes.options(selectinload(VoteSession.questions).joinedload(Question.resolution))
    used, left = [], []
    for vote in session.scalars(whole):
        if holders.get(vote.id, giver.id) != giver.id:
            used += vote.questions
        elif vote.id not in holders and vote.state is SessionState.OPEN:
            left += vote.questions
    return used, left


def receipt(session: Session, digest: str) -> SignOff:
    """Return the board line behind a receipt; raises Missing."""
    found = session.scalars(
        select(SignOff).where(SignOff.digest == digest.strip().lower())
        .options(joinedload(SignOff.giver), joinedload(SignOff.holder))
    ).one_or_none()  # fmt: skip
    if found is None:
        raise Missing(
            "votes.unknown_receipt", t("No board holds this receipt. Check that it is copied whole.")
        )
    return found
