"""What a deployment signs and is called by: personal links, addresses, secrets that are drawn and never stored."""

import hashlib
import hmac

from itsdangerous import BadSignature, URLSafeSerializer

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.program import current_program


def link_token(purpose: str, value: object) -> str:
    """Return what a personal link ends with: a value, signed for one purpose such as `partners.link`."""
    return str(_signer(purpose).dumps(value))


def link_value(purpose: str, token: str) -> object:
    """Return the value of a personal link; raises Missing for a link that was not signed here for this purpose.

    Whoever calls this looks up what the value stands for, and whether the link still holds.
    """
    try:
        return _signer(purpose).loads(token)
    except BadSignature:
        raise Missing(
            "links.unknown", t("This link is unknown. Copy it whole from the mail, or write to us.")
        ) from None


def public_address(path: str) -> str:
    """Return a path of ours as an address that a mail can hold."""
    return current_program().settings.public_url.rstrip("/") + path


def deployment_name() -> str:
    """Return what this deployment is called."""
    return current_program().settings.pays.name


def derived_secret(purpose: str) -> bytes:
    """Return 32 bytes that only this deployment can make, others for each purpose; the same as long as its key is."""
    return hmac.digest(current_program().settings.secrets.key.encode(), purpose.encode(), hashlib.sha256)


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_program().settings.secrets.key, salt=purpose)
