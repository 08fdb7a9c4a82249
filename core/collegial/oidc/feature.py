"""What signing in by a provider adds to the program."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.accounts.events import AccountClosed, AddressChangeStopped, OwnerGiven
from collegial.accounts.models import Account
from collegial.accounts.queries import account_of_actor
from collegial.hooks.contracts import ErasureAnswer, Fragment, PersonalDataSource
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Context, Event, Subscription
from collegial.kernel.permissions import SIGNED_IN
from collegial.kernel.text import t
from collegial.oidc import services
from collegial.oidc.events import EVENTS
from collegial.oidc.models import Identity
from collegial.oidc.queries import identity_of
from collegial.oidc.routes import pages
from collegial.two_factors.events import SecondFactorReset
from collegial.web.program import current_program


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear that an account was closed, given back, or left with its mailbox alone, within that transaction."""
    yield Subscription(key="oidc.closed", event=AccountClosed, handler=services.on_account_closed)
    yield Subscription(
        key="oidc.given_back", event=AddressChangeStopped, handler=services.on_account_given_back
    )
    yield Subscription(key="oidc.owner_given", event=OwnerGiven, handler=services.on_owner_given)
    yield Subscription(key="oidc.reset", event=SecondFactorReset, handler=services.on_ways_reset)


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Show the provider, where one is set, beside the other ways to sign in."""
    of = current_program().settings.oidc
    if not of.issuer:
        return
    if slot == "sign_in.ways":
        yield Fragment(key="oidc.sign_in", template="oidc/slot_sign_in.html", context={"provider": of.name})
    if slot == "account.ways":
        yield Fragment(
            key="oidc.account", template="oidc/slot_account.html", permission=SIGNED_IN, weight=20,
            context={"provider": of.name, "identity": identity_of(session, subject_id, of.issuer)},
        )  # fmt: skip


def _identities(session: Session, actor_id: int) -> Sequence[Identity]:
    account = account_of_actor(session, actor_id)
    if account is None:
        return []
    return session.scalars(select(Identity).where(Identity.account_id == account.id)).all()


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return [
        {"issuer": one.issuer, "subject": one.subject, "tied_at": one.tied_at.isoformat()}
        for one in _identities(session, actor_id)
    ]


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    if not _identities(session, actor_id):
        return ErasureAnswer()
    return ErasureAnswer(erased=(t("Identities at other services"),))


def _erase(context: Context, actor_id: int) -> None:
    account: Account | None = account_of_actor(context.session, actor_id)
    if account is not None:
        services.forget(context, account.id)


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is kept of identities."""
    yield PersonalDataSource(
        key="oidc.identity",
        label=t("Identities at other services"),
        purpose=t("To let people sign in with a service that knows them already."),
        retention=t("Until it is unlinked, or the account is closed."),
        tables=("account_identity",),
        export=_export,
        answer=_answer,
        erase=_erase,
    )
