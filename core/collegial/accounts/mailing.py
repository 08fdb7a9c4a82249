"""Mails about signing in: ours, in the language of their reader, sent once the transaction is committed."""

import threading
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from flask import Flask, Response, g, render_template, url_for
from flask_babel import force_locale
from flask_mailman import EmailMultiAlternatives
from flask_security import MailUtil

from collegial.accounts.codes import LIFETIME
from collegial.config import Settings
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.mails import DressedMail
from collegial.web.program import current_program

log = structlog.get_logger(__name__)

_SUBJECTS = {
    "us_instructions": t("%(pays)s: your code to sign in"),
    "reset_instructions": t("%(pays)s: choose a new password"),
}
_NOTICES = {"reset_notice", "change_notice"}
_PASSWORD_CHANGED = t("Your password was changed")
_LINKS = ("login_link", "reset_link")


class Post(MailUtil):
    """Writes Flask-Security's mails from our templates accounts/mail/, and keeps them until the answer is certain."""

    def send_mail(
        self, template: str, subject: str, recipient: str | tuple[str, str], *_parts: Any, **given: Any
    ) -> None:
        """Write one mail; the subject and the parts that Flask-Security made are not used."""
        name, settings = template.rpartition("/")[2], current_program().settings
        if name in _NOTICES:
            tell_owner(given["user"], _PASSWORD_CHANGED, t("The password of your account was changed."))
            return
        given.update({name: _public(given[name], settings) for name in _LINKS if given.get(name)})
        given["minutes"] = int(LIFETIME.total_seconds() // 60)
        with force_locale(given["user"].locale):
            subject = say(_with_name(_SUBJECTS[name], settings))
            message = DressedMail(
                subject,
                render_template(f"accounts/mail/{name}.txt", **given),
                code=str(given.get("login_token") or ""),
                from_email=settings.mail.sender,
                to=[recipient],
            )
        g.setdefault("mails", []).append(message)


def tell_owner(account: Any, subject: Text, what: Text) -> None:
    """Tell the owner of an account by mail what was changed of its sign-in, once the change is certain."""
    mail_later(notice_to(account, subject, what))


def mail_later(mail: EmailMultiAlternatives) -> None:
    """Keep a mail until the answer of this request is certain: what is refused tells nobody anything."""
    g.setdefault("mails", []).append(mail)


def notice_to(account: Any, subject: Text, what: Text) -> DressedMail:
    """Write to the owner of an account what was changed, and what to do for whoever did not ask for it."""
    settings = current_program().settings
    with force_locale(account.locale):
        body = render_template(
            "accounts/mail/notice.txt",
            what=say(what),
            link=_public(url_for("accounts.my_sessions"), settings),
            account_link=_public(url_for("accounts.mine"), settings),
        )
        title = say(t("%(pays)s: %(subject)s", pays=settings.pays.short_name, subject=subject))
        return DressedMail(title, body, from_email=settings.mail.sender, to=[account.email])


def post_after_commit(app: Flask, settings: Settings) -> None:
    """Send what a request wrote after its commit, outside the write lock.

    An SMTP server may be slow: neither the sender of the form nor the other writers wait for it.
    """
    is_slow = settings.mail.backend == "smtp"

    @app.after_request
    def keep_only_what_happened(response: Response) -> Response:
        if response.status_code >= HTTPStatus.BAD_REQUEST:  # the transaction will be rolled back
            g.pop("mails", None)
        return response

    @app.teardown_appcontext
    def post(error: BaseException | None) -> None:
        mails = g.pop("mails", [])
        if not mails or error is not None:
            return
        if is_slow:
            threading.Thread(target=_send, args=(app, mails)).start()
        else:
            _send(app, mails)


def _send(app: Flask, mails: list[EmailMultiAlternatives]) -> None:
    with app.app_context():
        try:
            app.extensions["mailman"].get_connection().send_messages(mails)
        except OSError as error:  # the reader can ask again; SMTP errors are OSErrors
            log.warning("mail.failed", count=len(mails), error=type(error).__name__)


def _with_name(subject: Text, settings: Settings) -> Text:
    return t(subject.msgid, pays=settings.pays.short_name)


def _public(link: str, settings: Settings) -> str:
    """Put a link on the public address: the request's own Host header is the sender's to choose."""
    public, parts = urlsplit(settings.public_url), urlsplit(link)
    return urlunsplit((public.scheme, public.netloc, parts.path, parts.query, ""))
