"""What the public list holds of someone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from collegial.actors.models import ActorShowing
from collegial.hooks.contracts import ErasureAnswer, PersonalDataSource
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.privacy.records import records_of


def export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    """Return each time during which an actor was shown."""
    return records_of(session, ActorShowing, ActorShowing.actor_id == actor_id, without=("recorded_by",))


def answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    """Say that all of it goes."""
    found = export(session, actor_id)
    return (
        ErasureAnswer(erased=(t("The line on the public site, and its place on the map"),))
        if found
        else ErasureAnswer()
    )


def erase(context: Context, actor_id: int) -> None:
    """Hide the actor, and forget that it was ever shown."""
    context.session.execute(delete(ActorShowing).where(ActorShowing.actor_id == actor_id))


SHOWINGS = PersonalDataSource(
    key="core.atlas",
    label=t("Actors shown on the public site"),
    purpose=t("To show visitors who takes part, where they agreed."),
    retention=t(
        "Until the agreement is taken back; then that it was given, until the person asks otherwise."
    ),
    tables=("actor_showing",),
    export=export,
    answer=answer,
    erase=erase,
)
