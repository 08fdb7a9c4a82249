"""What second factors add to the program."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from click import Command
from flask import Blueprint
from sqlalchemy.orm import Session

from collegial.accounts.events import AccountClosed, AddressChangeStopped
from collegial.accounts.permissions import MANAGE
from collegial.accounts.queries import account_of_actor
from collegial.hooks.contracts import (
    ErasureAnswer,
    Fragment,
    MenuGroup,
    NavItem,
    NextStep,
    PersonalDataSource,
)
from collegial.hooks.hookspecs import hookimpl
from collegial.kernel.events import Context, Event, Subscription
from collegial.kernel.permissions import SIGNED_IN, Viewer
from collegial.kernel.text import t
from collegial.two_factors.asking import standing_of
from collegial.two_factors.cli import COMMANDS
from collegial.two_factors.events import EVENTS
from collegial.two_factors.queries import State, codes_left, second_factor
from collegial.two_factors.routes import pages
from collegial.two_factors.services import forget, on_account_given_back


@hookimpl
def event_types() -> Iterable[type[Event]]:
    """Offer the events."""
    return EVENTS


@hookimpl
def subscriptions() -> Iterable[Subscription]:
    """Hear that an account was closed, or given back to its owner, within that transaction."""
    yield Subscription(
        key="two_factors.closed",
        event=AccountClosed,
        handler=lambda context, closed: forget(context, closed.account),
    )
    yield Subscription(
        key="two_factors.account_given_back", event=AddressChangeStopped, handler=on_account_given_back
    )


@hookimpl
def blueprints() -> Iterable[Blueprint]:
    """Offer the pages."""
    yield pages


@hookimpl
def cli_commands() -> Iterable[Command]:
    """Offer the way back for whoever lost everything."""
    return COMMANDS


@hookimpl
def nav_items() -> Iterable[NavItem]:
    """Offer the way to those who need a second factor."""
    yield NavItem(
        key="two_factors", endpoint="two_factors.staff", label=t("Second factors"), icon="key",
        permission=MANAGE, weight=97, group=MenuGroup.SITE,
    )  # fmt: skip


@hookimpl
def next_steps(viewer: Viewer) -> Iterable[NextStep]:
    """Remind those who need one and have none."""
    found = standing_of(viewer)
    if found is not None and found.state is not State.SET:
        yield NextStep(
            key="two_factors.missing", sentence=t("Your roles need a second factor to sign in"), act=t("Set it up"),
            endpoint="two_factors.set_up", due_on=found.until.date() if found.until else None, icon="key",
            permission=SIGNED_IN, weight=4,
        )  # fmt: skip


@hookimpl
def page_slots(session: Session, slot: str, subject_id: int) -> Iterable[Fragment]:
    """Show the second factor on one's own account."""
    if slot == "account.ways":
        yield Fragment(
            key="two_factors.account", template="two_factors/slot_account.html", permission=SIGNED_IN, weight=10,
            context={"second": second_factor(session, subject_id), "left": codes_left(session, subject_id)},
        )  # fmt: skip


def _account(session: Session, actor_id: int) -> int | None:
    account = account_of_actor(session, actor_id)
    return account.id if account and second_factor(session, account.id) else None


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    number = _account(session, actor_id)
    row = second_factor(session, number) if number else None
    if row is None or number is None:
        return []
    moments = {"asked_at": row.asked_at, "set_at": row.set_at}
    written = {name: moment.isoformat() for name, moment in moments.items() if moment is not None}
    return [{**written, "recovery_codes_left": codes_left(session, number)}]


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    if _account(session, actor_id) is None:
        return ErasureAnswer()
    return ErasureAnswer(erased=(t("The second factor and its recovery codes"),))


def _erase(context: Context, actor_id: int) -> None:
    number = _account(context.session, actor_id)
    if number is not None:
        forget(context, number)


@hookimpl
def personal_data() -> Iterable[PersonalDataSource]:
    """Offer what is kept of second factors."""
    yield PersonalDataSource(
        key="two_factors.second_factor",
        label=t("Second factor"),
        purpose=t("To let nobody in who only has somebody’s mailbox or password."),
        retention=t("Until it is removed, or the account is closed."),
        tables=("second_factor", "recovery_code"),
        export=_export,
        answer=_answer,
        erase=_erase,
    )
