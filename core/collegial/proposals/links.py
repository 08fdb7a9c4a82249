"""Links that stop the mails of a proposal: signed, good without signing in, and for nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from itsdangerous import BadSignature, URLSafeSerializer

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.program import current_program, whole_address


@dataclass(frozen=True, kw_only=True)
class MailLink:
    """Which mails a link stops: `what` is a task of the outbox, then whose they are and about which proposal."""

    what: str
    proposal: int
    account: int


def stop_address(link: MailLink) -> str:
    """Return the whole address that stops mails."""
    token = _signer().dumps([link.what, link.proposal, link.account])
    return address_of(url_for("proposals.stop_mail", token=token))


def read_link(token: str) -> MailLink:
    """Return what a link stops; raise Missing for one that was not made here."""
    try:
        what, proposal, account = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        raise Missing(
            "proposals.mail_link", t("This link is not whole. Copy it from the mail, or sign in.")
        ) from None
    return MailLink(what=what, proposal=proposal, account=account)


def stop_headers(address: str) -> Mapping[str, str]:
    """Return the headers by which a mail program stops these mails at one click (RFC 2369 and 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def address_of(path: str) -> str:
    """Return a path of this site as it stands in a mail."""
    return whole_address(path)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_program().settings.secrets.key, salt="proposal-mail")
