"""What is held of those who pledged."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import Context, ErasureAnswer, Kept, PersonalDataSource, t
from collegial_brest.models import BrestPledge


def export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    """Return the pledges of an actor."""
    return [
        {
            "round": one.round.title,
            "amount": one.amount,
            "words": one.words,  # since 2.0
        }
        for one in session.scalars(select(BrestPledge).where(BrestPledge.actor_id == actor_id))
    ]


def answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    """Say that pledges stay: others count on them."""
    if not export(session, actor_id):
        return ErasureAnswer()
    return ErasureAnswer(kept=(Kept(what=t("Your pledges"), why=t("A proposal goes on because of them.")),))


def erase(_context: Context, _actor_id: int) -> None:
    """Erase nothing, as `answer` says."""


PLEDGES = PersonalDataSource(
    key="brest.pledges",
    label=t("Pledges"),
    purpose=t("To fund proposals."),
    retention=t("As long as the proposal is carried out."),
    tables=("brest_pledge",),
    export=export,
    answer=answer,
    erase=erase,
)
