"""What the votes of groups hold of someone: that it had a right in them, and what it answered there."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.group_votes.models import GroupVoteRight
from collegial.hooks.contracts import ErasureAnswer, Kept, PersonalDataSource
from collegial.kernel.events import Context
from collegial.kernel.text import t


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    query = select(GroupVoteRight).where(GroupVoteRight.actor_id == actor_id)
    found = session.scalars(query.options(joinedload(GroupVoteRight.vote)).order_by(GroupVoteRight.vote_id))
    return [
        {
            "vote": one.vote.title,
            "opened_at": one.vote.opened_at.isoformat(),
            "answer": one.answer.value if one.answer else None,
            "set_aside": one.set_aside,
        }
        for one in found
    ]


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    if not _export(session, actor_id):
        return ErasureAnswer()
    part = Kept(
        what=t("Answers in the open votes of groups, and the reasons to be set aside from some"),
        why=t("It says who decided: without it the decision could not be explained."),
    )
    return ErasureAnswer(kept=(part,))


def _erase(_context: Context, _actor_id: int) -> None:
    """Erase nothing: these are open votes, and their count rests on each answer."""


GROUP_VOTES = PersonalDataSource(
    key="core.group_votes",
    label=t("Votes of groups"),
    purpose=t("To count the open votes of groups, and to keep whoever is in conflict out of them."),
    retention=t("As long as the decisions of the group."),
    tables=("group_vote_right",),
    export=_export,
    answer=_answer,
    erase=_erase,
)
