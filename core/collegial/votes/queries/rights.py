"""Read which voting rights were used, and how."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, and_, exists, func, select, union
from sqlalchemy.orm import Session, joinedload

from collegial.assemblies.models import CorrespondenceForm, Mandate, RollEntry
from collegial.assemblies.queries.attending import is_here
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.votes.models import (
    Ballot,
    RoomRight,
    SignOff,
    VoteSession,
)


class Standing(NamedTuple):
    """What a cast must know of a right: the form and the sign-off of its giver, and who is where."""

    mandate: Mandate
    form: CorrespondenceForm | None
    used: SignOff | None
    is_in_room: bool
    is_holder_here: bool
    is_giver_here: bool


def hold_rights(session: Session, vote_id: int, mandate_ids: Sequence[int]) -> dict[int, Standing]:
    """Lock the entries that some mandates join, and return what a cast by each must know, by mandate."""
    wanted = Mandate.id.in_(mandate_ids)
    ends = union(select(Mandate.giver_id).where(wanted), select(Mandate.holder_id).where(wanted))
    locked = select(RollEntry.id).where(RollEntry.id.in_(ends)).order_by(RollEntry.id).with_for_update()
    session.execute(locked).all()
    # read anew: a giver may have come in before the entries were locked
    rows = session.execute(_standing(vote_id).where(wanted).execution_options(populate_existing=True))
    return {row[0].id: Standing(*row) for row in rows}


def _standing(vote_id: int) -> Select[Mandate, CorrespondenceForm, SignOff, bool, bool, bool]:
    form = and_(CorrespondenceForm.entry_id == Mandate.giver_id, CorrespondenceForm.withdrawn_at.is_(None))
    used = and_(SignOff.giver_id == Mandate.giver_id, SignOff.session_id == vote_id)
    room = exists().where(RoomRight.entry_id == Mandate.giver_id, RoomRight.session_id == vote_id)
    return (
        select(
            Mandate, CorrespondenceForm, SignOff, room, is_here(Mandate.holder_id), is_here(Mandate.giver_id)
        )
        .outerjoin(CorrespondenceForm, form)
        .outerjoin(SignOff, used)
        .options(joinedload(Mandate.giver), joinedload(Mandate.holder))
    )  # fmt: skip


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


def last_cast(session: Session, vote_id: int) -> datetime | None:
    """Return the time of the latest line of a board; None for an empty one."""
    return session.scalar(select(func.max(SignOff.cast_at)).where(SignOff.session_id == vote_id))


def turnout(session: Session, vote_id: int) -> int:
    """Count the voting rights used so far, those that vote in the room among them."""
    cast = session.scalar(select(func.count()).where(SignOff.session_id == vote_id)) or 0
    room = session.scalar(select(func.count()).where(RoomRight.session_id == vote_id)) or 0
    return cast + room


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
