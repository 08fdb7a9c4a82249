"""What accounts do by themselves."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import render_template
from flask_babel import force_locale

from collegial.accounts.attempts import sweep_attempts
from collegial.accounts.failing import TELL_USED
from collegial.accounts.links import confirm_link, stop_link
from collegial.accounts.mailing import notice_to
from collegial.accounts.models import Account, AddressChange
from collegial.accounts.queries import account_by_email
from collegial.accounts.services import sweep_sessions, sweep_waiting
from collegial.accounts.services.addresses import TELL
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program


def sweep(context: Context, _payload: Mapping[str, Any]) -> None:
    """Forget the sessions that are over, and what else of signing in has had its time."""
    now = datetime.now(UTC)
    sweep_sessions(context.session, now)
    sweep_attempts(context.session, now)
    sweep_waiting(context.session, now)


def tell_used_code(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell the owner of an account that somebody showed a code of its app a second time."""
    account = context.session.get(Account, payload["account"])
    if account is None or not account.active:
        return
    what = t(
        "Somebody knew your first factor and showed a code of your app that had been used before. It was refused. "
        "If you typed the same code twice, this was you."
    )
    notice_to(account, t("A used code was shown"), what).send()


def tell_of_change(context: Context, payload: Mapping[str, Any]) -> None:
    """Send the link to the new address, and to the former one the way to stop it."""
    change = context.session.get(AddressChange, payload["change"])
    if change is None or change.stopped_at is not None or not change.account.active:
        return
    if change.confirmed_at is None:
        is_taken = account_by_email(context.session, change.email) is not None
        name = "address_taken" if is_taken else "address_confirm"
        _write(change, change.email, t("confirm your new address"), name, link=confirm_link(change))
    _write(
        change,
        change.former,
        t("your account is to have another address"),
        "address_stop",
        link=stop_link(change),
    )


def _write(change: AddressChange, address: str, subject: Text, name: str, *, link: str) -> None:
    settings = current_program().settings
    with force_locale(change.account.locale):
        title = say(t("%(pays)s: %(subject)s", pays=settings.pays.short_name, subject=subject))
        body = render_template(f"accounts/mail/{name}.txt", change=change, link=link)
        DressedMail(title, body, from_email=settings.mail.sender, to=[address]).send()


JOBS = (
    Job(
        key="accounts.sweep_sessions",
        label=t("Forgetting sessions that are over"),
        run=sweep,
        every=timedelta(hours=6),
    ),
    Job(key=TELL, label=t("A change of address"), run=tell_of_change),
    Job(key=TELL_USED, label=t("News of a code that was used before"), run=tell_used_code),
)
