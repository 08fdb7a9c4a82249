"""What a deployment signs and is called by: links that are known again, secrets that are drawn and never stored."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.program import current_program


def link_token(purpose: str, value: object) -> str:
    """Return what a personal link ends with: a value, signed for one purpose such as `partners.link`."""
    return str(_signer(purpose).dumps(value))


def link_value(purpose: str, token: str, *, unknown: Missing | None = None) -> Any:
    """Return the value of a personal link; raises `unknown` for a link that was not signed here for this purpose.

    Whoever calls this looks up what the value stands for, and whether the link still holds.
    """
    try:
        return _signer(purpose).loads(token)
    except BadSignature:
        raise unknown or Missing(
            "links.unknown", t("This link is unknown. Copy it whole from the e-mail, or write to us.")
        ) from None


def stop_headers(address: str) -> Mapping[str, str]:
    """Return the headers by which a mail program stops these mails at one click (RFC 2369 and 8058)."""
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def derived_secret(purpose: str) -> bytes:
    """Return 32 bytes that only this deployment can make, others for each purpose; the same as long as its key is."""
    return hmac.digest(current_program().settings.secrets.key.encode(), purpose.encode(), hashlib.sha256)


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_program().settings.secrets.key, salt=purpose)
