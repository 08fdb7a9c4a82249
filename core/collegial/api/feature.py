"""What the API adds to the program."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from collegial.accounts.events import AddressChangeStopped, OwnerGiven
from collegial.accounts.models import Account
from collegial.api.events import EVENTS
from collegial.api.models import ApiAnswer, ApiToken
from collegial.api.routes import pages, token_pages
from collegial.api.services import on_account_given_back, on_owner_given
from collegial.hooks.contracts import ErasureAnswer, PersonalDataSource
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Context, Event, Subscription
from collegial.kernel.text import t


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear that an account was given back: the tokens made meanwhile would still open it."""
    yield Subscription(
        key="api.account_given_back", event=AddressChangeStopped, handler=on_account_given_back
    )
    yield Subscription(key="api.owner_given", event=OwnerGiven, handler=on_owner_given)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the addresses, and the page of the tokens."""
    return (pages, token_pages)


def _tokens(session: Session, actor_id: int) -> Sequence[ApiToken]:
    query = select(ApiToken).join(Account).where(Account.actor_id == actor_id)
    return session.scalars(query.order_by(ApiToken.id)).all()


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "name": one.name,
            "acts": one.acts,
            "made": one.created_at.isoformat(),
            "ends_on": one.ends_on.isoformat(),
        }
        for one in _tokens(session, actor_id)
    ]


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    return (
        ErasureAnswer(erased=(t("The tokens for other programs"),))
        if _tokens(session, actor_id)
        else ErasureAnswer()
    )


def _erase(context: Context, actor_id: int) -> None:
    numbers = [one.id for one in _tokens(context.session, actor_id)]
    context.session.execute(delete(ApiAnswer).where(ApiAnswer.token_id.in_(numbers)))
    context.session.execute(delete(ApiToken).where(ApiToken.id.in_(numbers)))


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer the tokens of people's accounts."""
    yield PersonalDataSource(
        key="api.tokens",
        label=t("Tokens"),
        purpose=t("To let other programs read, and do, what their owner may."),
        retention=t("As long as the account is kept."),
        tables=("api_token", "api_answer"),
        export=_export,
        answer=_answer,
        erase=_erase,
    )
