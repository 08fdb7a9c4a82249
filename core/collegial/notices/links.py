"""Links that stop the mails of one kind of notice: signed, good without signing in, and for nothing else."""

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.links import link_token, link_value

_PURPOSE = "notices"


def stop_token(kind: str, account: int) -> str:
    """Return what the link that stops a kind for an account holds; `kind` is empty for all digests."""
    return link_token(_PURPOSE, [kind, account])


def read_stop_token(token: str) -> tuple[str, int]:
    """Return the kind and the account of a link; raises Missing for one that was not made here."""
    unknown = Missing("notices.link", t("This link is not whole. Copy it from the e-mail, or sign in."))
    kind, account = link_value(_PURPOSE, token, unknown=unknown)
    return kind, account
