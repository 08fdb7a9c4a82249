"""How someone signs in: all of it goes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account, AccountAttempt, AccountSession, AddressChange, KeptForm
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
        ErasureAnswer(erased=(t("The account, with its password and its passkeys"),))
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


def _export_attempts(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    account = account_of_actor(session, actor_id)
    mine = AccountAttempt.account_id == (account.id if account else -1)
    return records_of(session, AccountAttempt, mine)


ATTEMPTS = PersonalDataSource(
    key="core.failed_sign_ins",
    label=t("Failed sign-ins"),
    purpose=t("To show someone that others try to sign in to its account."),
    retention=t("Three months, the last twenty; without any network address."),
    tables=("account_attempt",),
    export=_export_attempts,
    answer=_leave_to_account,
    erase=_close_account_ends_them,
)


def _export_changes(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    account = account_of_actor(session, actor_id)
    return records_of(session, AddressChange, AddressChange.account_id == (account.id if account else None))


CHANGES = PersonalDataSource(
    key="core.address_changes",
    label=t("Changes of address"),
    purpose=t("To confirm a new address, and to let the owner of the former one stop it."),
    retention=t("Seven days."),
    tables=("account_address_change",),
    export=_export_changes,
    answer=_leave_to_account,
    erase=_close_account_ends_them,
)


def _export_kept(session: Session, actor_id: int) -> Sequence[Mapping[str, Any]]:
    account = account_of_actor(session, actor_id)
    mine = select(AccountSession.id).where(AccountSession.account_id == (account.id if account else None))
    return records_of(session, KeptForm, KeptForm.session_id.in_(mine), without=("sealed",))


KEPT_FORMS = PersonalDataSource(
    key="core.kept_forms",
    label=t("Forms that wait"),
    purpose=t(
        "To show a form again after a sign-in was confirmed; it is sealed, and the browser alone has the key."
    ),
    retention=t("An hour, or until the sign-out."),
    tables=("account_kept_form",),
    export=_export_kept,
    answer=_leave_to_account,
    erase=_close_account_ends_them,
)
