"""Links that stop the mails of a proposal: signed, good without signing in, and for nothing else."""

from dataclasses import dataclass

from flask import url_for

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.links import link_token, link_value
from collegial.web.program import public_address

_PURPOSE = "proposal-mail"


@dataclass(frozen=True, kw_only=True)
class MailLink:
    """Which mails a link stops: `what` is a task of the outbox, then whose they are and about which proposal."""

    what: str
    proposal: int
    account: int


def stop_address(link: MailLink) -> str:
    """Return the whole address that stops mails."""
    token = link_token(_PURPOSE, [link.what, link.proposal, link.account])
    return public_address(url_for("proposals.stop_mail", token=token))


def read_link(token: str) -> MailLink:
    """Return what a link stops; raise Missing for one that was not made here."""
    unknown = Missing(
        "proposals.mail_link", t("This link is not whole. Copy it from the e-mail, or sign in.")
    )
    what, proposal, account = link_value(_PURPOSE, token, unknown=unknown)
    return MailLink(what=what, proposal=proposal, account=account)
