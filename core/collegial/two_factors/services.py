"""Set up a second factor, show it, renew its recovery codes, take it away."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from collegial.accounts.events import AddressChangeStopped
from collegial.accounts.models import Account
from collegial.accounts.permissions import MANAGE
from collegial.accounts.services import end_sessions
from collegial.kernel.errors import Invalid, Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.kernel.text import Text, t
from collegial.two_factors.events import (
    RecoveryCodesMade,
    RecoveryCodeUsed,
    SecondFactorRemoved,
    SecondFactorReset,
    SecondFactorSet,
    SecondFactorTakenBack,
)
from collegial.two_factors.models import RecoveryCode, SecondFactor
from collegial.two_factors.queries import codes_left, has_app, has_passkey
from collegial.two_factors.rules import is_from_app, matching_step, new_recovery_codes, squeezed
from collegial.two_factors.sealing import digest_of, opened, sealed

USED = "two_factors.used"


def ask(context: Context, account_id: int) -> None:
    """Note since when an account is asked for a second factor; only the first time counts."""
    row = _row(context.session, account_id)
    if row.asked_at is None:
        row.asked_at = context.clock.now()


def set_up(context: Context, secret: bytes, given: str, *, key: str) -> list[str]:
    """Take an app as one's own second factor once it shows a right code; return the recovery codes.

    They are never shown again. Every other session of the account ends. Raises Invalid for another code.
    """
    account = _own(context)
    step = matching_step(secret, squeezed(given), context.clock.now())
    if step is None:
        raise Invalid("two_factors.wrong", _wrong(), field="code")
    row = _row(context.session, account.id)
    row.secret, row.set_at, row.last_step = sealed(secret, key, account.id), context.clock.now(), step
    end_sessions(context, account)
    context.emit(SecondFactorSet(account=account.id))
    return _make_codes(context, account.id, key)


def show(context: Context, account_id: int, given: str, *, key: str) -> None:
    """Take a code of the app, or one to recover by, as the second step of a sign-in; each is good once.

    Whoever shows it is not signed in yet. Raises Invalid, without saying which of both was meant; its code tells one
    of the app that was used before, so that the owner can be told.
    """
    code = squeezed(given)
    check = _from_app if is_from_app(code) else _to_recover
    if not check(context, account_id, code, key):
        raise Invalid("two_factors.wrong", _wrong(), field="code")


def renew_codes(context: Context, *, key: str) -> list[str]:
    """Put new recovery codes in the place of the former ones, and return them. Raises Refused without an app."""
    account = _own(context)
    if not has_app(context.session, account.id):
        raise Refused("two_factors.none", t("Set up an app first: recovery codes stand in for it."))
    context.emit(RecoveryCodesMade(account=account.id))
    return _make_codes(context, account.id, key)


def remove(context: Context, *, must: bool) -> None:
    """Take away one's own app. Raises Refused for whoever must have a second factor and has no passkey."""
    account = _own(context)
    if must and not has_passkey(context.session, account.id):
        raise Refused(
            "two_factors.needed",
            t("Your roles need a second factor: add a passkey first, or set up another app in its place."),
        )
    _forget(context.session, account.id)
    context.emit(SecondFactorRemoved(account=account.id))


def reset(context: Context, account_id: int) -> Account:
    """Take away app, recovery codes and passkeys for somebody who lost them, and end the sessions.

    The owner then signs in by mail, and sets up another one. Raises Missing for no account.
    """
    require(context.by, MANAGE)
    account = context.session.get(Account, account_id)
    if account is None or not account.active:
        raise Missing("two_factors.no_account", t("There is no such account."))
    _forget(context.session, account.id)
    account.webauthn.clear()
    end_sessions(context, account)
    context.emit(SecondFactorReset(account=account.id))
    return account


def on_account_given_back(context: Context, stopped: AddressChangeStopped) -> None:
    """Take away an app that was set since the address was asked for, and all recovery codes, whoever made them.

    An app of before stays: the other one never held it.
    """
    row = context.session.get(SecondFactor, stopped.account)
    if not stopped.undone or row is None:
        return
    is_later = row.set_at is not None and row.set_at >= datetime.fromisoformat(stopped.asked_at)
    if is_later:
        row.secret, row.set_at = None, None
    if _drop_codes(context.session, stopped.account) or is_later:
        context.emit(SecondFactorTakenBack(account=stopped.account, app=is_later))


def forget(context: Context, account_id: int) -> None:
    """Remove all that is kept, with the account that is closed."""
    _drop_codes(context.session, account_id)
    context.session.execute(delete(SecondFactor).where(SecondFactor.account_id == account_id))


def _from_app(context: Context, account_id: int, code: str, key: str) -> bool:
    row = context.session.get(SecondFactor, account_id)
    secret = opened(row.secret, key, account_id) if row is not None and row.secret else None
    step = matching_step(secret, code, context.clock.now()) if secret is not None else None
    if step is None or row is None:
        return False
    # The database decides who of two at one moment shows the code first.
    later = update(SecondFactor).where(SecondFactor.account_id == account_id, SecondFactor.last_step < step)
    taken = context.session.execute(
        later.values(last_step=step).returning(SecondFactor.account_id),
        execution_options={"synchronize_session": False},
    )
    if taken.one_or_none() is None:
        raise Invalid(USED, _wrong(), field="code")
    return True


def _to_recover(context: Context, account_id: int, code: str, key: str) -> bool:
    unused = update(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.digest == digest_of(code, key),
        RecoveryCode.used_at.is_(None),
    )
    used = context.session.execute(
        unused.values(used_at=context.clock.now()).returning(RecoveryCode.id),
        execution_options={"synchronize_session": False},
    )
    if used.one_or_none() is None:
        return False
    context.emit(RecoveryCodeUsed(account=account_id, left=codes_left(context.session, account_id)))
    return True


def _make_codes(context: Context, account_id: int, key: str) -> list[str]:
    codes = new_recovery_codes()
    _drop_codes(context.session, account_id)
    context.session.add_all(
        RecoveryCode(account_id=account_id, digest=digest_of(squeezed(one), key)) for one in codes
    )
    return codes


def _drop_codes(session: Session, account_id: int) -> bool:
    """Remove the recovery codes of an account; tell whether there were any."""
    gone = delete(RecoveryCode).where(RecoveryCode.account_id == account_id).returning(RecoveryCode.id)
    return bool(session.scalars(gone).all())


def _forget(session: Session, account_id: int) -> None:
    _drop_codes(session, account_id)
    row = session.get(SecondFactor, account_id)
    if row is not None:
        row.secret, row.set_at = None, None


def _row(session: Session, account_id: int) -> SecondFactor:
    row = session.get(SecondFactor, account_id)
    if row is None:
        row = SecondFactor(account_id=account_id, last_step=0)
        session.add(row)
    return row


def _own(context: Context) -> Account:
    require(context.by, SIGNED_IN)
    return context.session.get_one(Account, context.by.account_id)


def _wrong() -> Text:
    return t("This code is not right, or it was used before. Wait for the next one and try again.")
