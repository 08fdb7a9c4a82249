"""Links that stop the mails of one kind of notice: signed, good without signing in, and for nothing else."""

from itsdangerous import BadSignature, URLSafeSerializer

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.program import current_program


def stop_token(kind: str, account: int) -> str:
    """Return what the link that stops a kind for an account holds; `kind` is empty for all digests."""
    return str(_signer().dumps([kind, account]))


def read_stop_token(token: str) -> tuple[str, int]:
    """Return the kind and the account of a link; raises Missing for one that was not made here."""
    try:
        kind, account = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        raise Missing(
            "notices.link", t("This link is not whole. Copy it from the mail, or sign in.")
        ) from None
    return str(kind), int(account)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_program().settings.secrets.key, salt="notices")
