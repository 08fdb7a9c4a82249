"""Another address for an account: asked for by its owner, confirmed from there, stopped from the former one."""

import secrets
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select, update

from collegial.accounts.codes import NONE
from collegial.accounts.events import AddressChangeAsked, AddressChanged, AddressChangeStopped
from collegial.accounts.models import Account, AddressChange
from collegial.accounts.queries import account_by_email
from collegial.accounts.rules import CONFIRM_WITHIN, MOST_CHANGES, STOP_WITHIN
from collegial.accounts.services.opening import usable_address
from collegial.actors.events import ActorEdited
from collegial.actors.models import Actor
from collegial.kernel.errors import Expired, Invalid, Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import hold_row
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import SIGNED_IN, program, require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t

TELL = "accounts.tell_of_change"


def ask_for_address(context: Context, *, email: str) -> AddressChange:
    """Ask for another address to sign in by; nothing changes before it is confirmed from there.

    Whether somebody else has it is not told here. Raises Invalid for no address, or the present one, and Refused
    after too many in a day.
    """
    require(context.by, SIGNED_IN)
    account, now = context.session.get_one(Account, context.by.account_id), context.clock.now()
    hold_row(context.session, account)  # several asked for at one moment are counted one by one
    wanted = usable_address(email)
    if wanted == account.email:
        raise Invalid("accounts.same_email", t("This is already your address."), field="email")
    asked = select(func.count()).where(
        AddressChange.account_id == account.id, AddressChange.asked_at > now - CONFIRM_WITHIN
    )
    if (context.session.scalar(asked) or 0) >= MOST_CHANGES:
        raise Refused(
            "accounts.many_changes", t("You asked for several addresses today. Try again tomorrow.")
        )
    _drop_open(context, account.id, now)
    change = AddressChange(account_id=account.id, email=wanted, former=account.email, asked_at=now)
    context.session.add(change)
    context.session.flush()  # the promise names it by its number
    promise(context.session, TELL, {"change": change.id}, at=now)
    context.emit(AddressChangeAsked(account=account.id))
    return change


def confirm_address(context: Context, change_id: int) -> AddressChange:
    """Let an account sign in by its new address; whoever holds the link reads the mails that go there.

    Every session ends. Raises Missing, Expired, or Refused for an address that an account has meanwhile.
    """
    change = _held(context, change_id)
    account = change.account
    if change.confirmed_at is not None:
        raise Refused("accounts.confirmed", t("This address has already been confirmed. Sign in by it."))
    if _is_over(change, context.clock.now()):
        raise Expired("accounts.change_over", t("This link has ended. Ask for the address once more."))
    _give(context, account, change.email)
    change.confirmed_at = context.clock.now()
    context.emit(AddressChanged(account=account.id))
    return change


def stop_address(context: Context, change_id: int) -> AddressChange:
    """Take a change of address back, from the former address: the account is as before, and all sessions end.

    Where the new one was in use already, the password goes too, and every passkey added since it was asked for, as do
    tokens and second factors, which hear of it: whoever changed the one may have changed the others.
    Raises Missing or Expired; a repetition changes nothing.
    """
    change = _held(context, change_id)
    if change.stopped_at is not None:
        return change
    if context.clock.now() > change.asked_at + STOP_WITHIN:
        raise Expired("accounts.stop_over", t("This link has ended. Write to us, we can help."))
    undone = change.confirmed_at is not None
    if undone:
        if change.account.email != change.former:
            _give(context, change.account, change.former)
        change.account.password = None
        change.account.webauthn[:] = [
            one for one in change.account.webauthn if one.create_datetime < change.asked_at
        ]
    change.account.fs_uniquifier = secrets.token_hex(32)
    _stop_later_ones(context, change)
    context.emit(
        AddressChangeStopped(account=change.account_id, undone=undone, asked_at=change.asked_at.isoformat())
    )
    return change


def _stop_later_ones(context: Context, change: AddressChange) -> None:
    """Stop a change and all that followed: whoever took the account may have moved it on, and holds those links."""
    change.stopped_at = context.clock.now()
    context.session.execute(
        update(AddressChange)
        .where(AddressChange.account_id == change.account_id, AddressChange.id > change.id)
        .values(stopped_at=change.stopped_at)
    )


def address_change(context: Context, change_id: int) -> AddressChange:
    """Return a change that was asked for; raises Missing for one that is forgotten."""
    found = context.session.get(AddressChange, change_id)
    if found is None or not found.account.active:
        raise Missing("accounts.no_change", t("This link has ended: nothing is to be confirmed or stopped."))
    return found


def forget_changes(context: Context, account_id: int) -> None:
    """Forget what an account asked for."""
    context.session.execute(delete(AddressChange).where(AddressChange.account_id == account_id))


def _is_over(change: AddressChange, now: datetime) -> bool:
    return change.stopped_at is not None or now > change.asked_at + CONFIRM_WITHIN


def _held(context: Context, change_id: int) -> AddressChange:
    change = address_change(context, change_id)
    hold_row(context.session, change)
    hold_row(context.session, change.account)
    return change


def _give(context: Context, account: Account, email: str) -> None:
    """Let an account sign in by an address; its letters follow, where they went to the one it had."""
    former, taken = account.email, account_by_email(context.session, email)
    if taken is not None and taken.id != account.id:
        raise _taken()
    with or_refuse(context.session, _taken()):  # another account may take it at this very moment
        account.email = email
    account.keep_code(NONE)
    account.fs_uniquifier = secrets.token_hex(32)
    person = context.session.get(Actor, account.actor_id) if account.actor_id else None
    if person is not None and (person.email or "").lower() == former:
        person.email = email
        acting = replace(context, by=program("accounts"))
        acting.emit(ActorEdited(actor=person.id, facts=["email"]))


def _taken() -> Refused:
    return Refused("accounts.email_taken", t("This address already has an account."), field="email")


def _drop_open(context: Context, account_id: int, now: datetime) -> None:
    """Let the links of an earlier wish end: the last one counts."""
    earlier = AddressChange.account_id == account_id, AddressChange.confirmed_at.is_(None)
    context.session.execute(
        update(AddressChange).where(*earlier, AddressChange.stopped_at.is_(None)).values(stopped_at=now)
    )
