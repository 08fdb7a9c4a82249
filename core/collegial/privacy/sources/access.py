"""How someone signs in: all of it goes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from collegial.accounts.models import Account, AccountSession
from collegial.accounts.queries import account_of_actor
from collegial.accounts.services import close_account
from collegial.hooks.contracts import ErasureAnswer, PersonalDataSource
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.privacy.records import records_of

_SECRETS = ("password", "fs_uniquifier", "us_totp_secrets", "fs_webauthn_user_handle")


def _export(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    return records_of(session, Account, Account.actor_id == actor_id, without=_SECRETS)


def _answer(session: Session, actor_id: int, _day: date) -> ErasureAnswer:
    found = account_of_actor(session, actor_id)
    return (
        ErasureAnswer(erased=(t("Your account, with its password and its passkeys"),))
        if found
        else ErasureAnswer()
    )


def _erase(context: Context, actor_id: int) -> None:
    account = account_of_actor(context.session, actor_id)
    if account:
        close_account(context, account)


ACCOUNT = PersonalDataSource(
    key="core.account",
    label=t("Account"),
    purpose=t("To let someone sign in, and to know who did what."),
    retention=t("Until the account is closed; the journal keeps its number."),
    tables=("account",),
    export=_export,
    answer=_answer,
    erase=_erase,
)


def _export_sessions(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    account = account_of_actor(session, actor_id)
    mine = AccountSession.account_id == (account.id if account else None)
    return records_of(session, AccountSession, mine, without=("mark", "digest"))


def _leave_to_account(_session: Session, _actor_id: int, _day: date) -> ErasureAnswer:
    return ErasureAnswer()


def _close_account_ends_them(_context: Context, _actor_id: int) -> None:
    """Do nothing more: closing the account forgets its sessions."""


SESSIONS = PersonalDataSource(
    key="core.sessions",
    label=t("Sessions"),
    purpose=t("To show someone where it is signed in, and to sign out from afar."),
    retention=t("Twelve hours from the sign-in, or until the sign-out; then the next sweep forgets it."),
    tables=("account_session",),
    export=_export_sessions,
    answer=_leave_to_account,
    erase=_close_account_ends_them,
)
