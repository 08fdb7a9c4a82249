"""Find the rights that a vote asks, that are there, and that nothing used yet."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Mandate, MandateKind, RollEntry
from collegial.assemblies.queries.attending import by_name, has_form, is_here
from collegial.votes.asking import only_college
from collegial.votes.models import RoomRight, SignOff, VoteSession

Presence = Callable[[Any], ColumnElement[bool]]


def unused_rights(vote: VoteSession, is_there: Presence) -> Select[int]:
    """Select the rights that are there, by themselves or by a proxy's holder, and that nothing used yet.

    A vote of one college alone asks no other; a right that votes by a form is entered at the closing.
    """
    colleges = {only_college(one) for one in vote.questions}
    holder = exists().where(
        Mandate.giver_id == RollEntry.id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None),
        is_there(Mandate.holder_id),
    )  # fmt: skip
    voted = exists().where(SignOff.session_id == vote.id, SignOff.giver_id == RollEntry.id)
    listed = exists().where(RoomRight.session_id == vote.id, RoomRight.entry_id == RollEntry.id)
    return select(RollEntry.id).where(
        RollEntry.assembly_id == vote.assembly_id,
        or_(is_there(RollEntry.id), and_(~is_here(RollEntry.id), holder)),
        ~has_form(RollEntry.id), ~voted, ~listed,
        *([] if None in colleges else [RollEntry.college_id.in_(colleges)]),
    )  # fmt: skip


def awaited_rights(session: Session, vote: VoteSession) -> Sequence[RollEntry]:
    """Return the rights that attend, in the room or from a distance, and have not voted, by name."""
    unused = RollEntry.id.in_(unused_rights(vote, is_here))
    return session.scalars(select(RollEntry).where(unused).order_by(*by_name())).all()
