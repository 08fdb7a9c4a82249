"""The mails of notices: one at once, or several in a digest, in the reader's language, stopped at one click."""

from collections.abc import Sequence

from flask import render_template, url_for
from flask_babel import force_locale

from collegial.accounts.models import Account
from collegial.hooks.noticing import NoticeKind
from collegial.kernel.sentences import read_text
from collegial.kernel.text import Text, t
from collegial.notices.links import stop_token
from collegial.notices.models import Notice
from collegial.web.languages import say
from collegial.web.links import stop_headers
from collegial.web.mails import DressedMail
from collegial.web.program import current_program, public_address


def mail_of(account: Account, notice: Notice, kind: NoticeKind) -> DressedMail:
    """Return the mail of one notice."""
    stop = public_address(url_for("notices.stop", token=stop_token(kind.key, account.id)))
    return _mail(account, read_text(notice.sentence), [notice], stop, what=kind.label)


def digest_of(account: Account, notices: Sequence[Notice], *, weekly: bool) -> DressedMail:
    """Return one mail of several notices."""
    stop = public_address(url_for("notices.stop", token=stop_token("", account.id)))
    subject = t("what is new this week") if weekly else t("what is new since yesterday")
    return _mail(account, subject, notices, stop, what=None)


def _mail(
    account: Account, subject: Text, notices: Sequence[Notice], stop: str, *, what: Text | None
) -> DressedMail:
    pays = current_program().settings.pays.short_name
    with force_locale(account.locale):
        body = render_template(
            "notices/mail/notices.txt", lines=[(read_text(one.sentence), one.about, _address(one)) for one in notices],
            stop=stop, what=what and say(what), choices=public_address(url_for("notices.choices")),
        )  # fmt: skip
        title = say(t("%(pays)s: %(subject)s", pays=pays, subject=subject))
        return DressedMail(title, body, to=[account.email], headers=dict(stop_headers(stop)))


def _address(notice: Notice) -> str:
    return public_address(url_for("notices.open_notice", notice_id=notice.id))
