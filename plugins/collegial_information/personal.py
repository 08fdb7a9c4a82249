"""What the directory holds of an actor: what it keeps and offers, what it wants to be told of."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from collegial.plugin import (
    Actor,
    ActorsMerged,
    Context,
    ErasureAnswer,
    Kept,
    PersonalDataSource,
    give_to_kept,
    t,
)
from collegial_information import queries
from collegial_information.models import InformationEntry, InformationSubscription


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    kept = session.scalars(select(InformationEntry).where(InformationEntry.keeper_id == actor_id))
    offered = session.scalars(select(InformationEntry).where(InformationEntry.provider_id == actor_id))
    return [
        *({"keeps": one.title, "checked_on": one.checked_on.isoformat()} for one in kept),
        *({"offers": one.title} for one in offered),
        *(
            {
                "wants_news_of": one.kind.value if one.kind else "all", "words": one.words,
                "audience": one.audience.value if one.audience else "all",
                "since": one.subscribed_at.isoformat(),
            }
            for one in _subscriptions(session, actor_id)
        ),
    ]  # fmt: skip


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    erased = (t("What one asked to be told of"),) if _subscriptions(session, actor_id) else ()
    keeps = session.scalar(select(InformationEntry.id).where(InformationEntry.keeper_id == actor_id).limit(1))
    part = Kept(
        what=t("The care of resources of the directory"),
        why=t("A resource has a keeper; the staff names another one."),
    )
    return ErasureAnswer(erased=erased, kept=(part,) if keeps else ())


def _erase(context: Context, actor_id: int) -> None:
    for one in _subscriptions(context.session, actor_id):
        context.session.delete(one)
    context.session.flush()
    offered = update(InformationEntry).where(InformationEntry.provider_id == actor_id)
    context.session.execute(offered.values(provider_id=None))


def _subscriptions(session: Session, actor_id: int) -> Sequence[InformationSubscription]:
    """Return what an actor has subscribed to, by itself or by its bare address."""
    person = session.get(Actor, actor_id)
    email = (person.email or "").strip().lower() if person else ""
    at_address = queries.subscriptions_at(session, email) if email else ()
    return [*queries.subscriptions_of(session, actor_id), *at_address]


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give what the dropped actor keeps, offers and wants to the one that stays."""
    for column in (
        InformationEntry.keeper_id,
        InformationEntry.provider_id,
        InformationSubscription.actor_id,
    ):
        give_to_kept(context, merged, column)


KEEPERS = PersonalDataSource(
    key="information.keepers",
    label=t("Directory of resources"),
    purpose=t("To keep the directory up to date, and to tell people about what they are looking for."),
    retention=t(
        "For as long as somebody keeps a resource; subscriptions until they are ended; an address that was "
        "never confirmed, for a week."
    ),
    tables=("information_entry", "information_subscription"),
    export=_export,
    answer=_answer,
    erase=_erase,
)
