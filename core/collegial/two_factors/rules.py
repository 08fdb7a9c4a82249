"""Codes of six digits that follow from a secret and the time (RFC 6238), and codes to recover by."""

import base64
import hmac
import secrets
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

SECONDS = 30
DIGITS = 6
_APART = 1  # the clock of a phone may be a step early or late
SECRET_BYTES = 20
HOW_MANY = 10
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no letter that is taken for a digit
_HALF = 5


def new_secret() -> bytes:
    """Return a secret to share with an app."""
    return secrets.token_bytes(SECRET_BYTES)


def step_of(moment: datetime) -> int:
    """Return the number of the half minute."""
    return int(moment.timestamp()) // SECONDS


def code_at(secret: bytes, step: int) -> str:
    """Return the code of a step."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, given: str, now: datetime) -> int | None:
    """Return the step whose code this is, around now; None when it is none of them."""
    if not is_from_app(given):
        return None
    here = step_of(now)
    steps = range(here - _APART, here + _APART + 1)
    found = [step for step in steps if hmac.compare_digest(code_at(secret, step), given)]
    return found[-1] if found else None


def written_secret(secret: bytes) -> str:
    """Return the secret as one types it into an app, in groups of four."""
    letters = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def address_for_apps(secret: bytes, *, issuer: str, account: str) -> str:
    """Return the address that the picture for apps holds."""
    name = quote(f"{issuer}:{account}", safe="")
    asked = {"secret": base64.b32encode(secret).decode().rstrip("="), "issuer": issuer}
    return f"otpauth://totp/{name}?{urlencode(asked, quote_via=quote)}"


def is_from_app(given: str) -> bool:
    """Tell a code of an app from one to recover by."""
    return len(given) == DIGITS and given.isascii() and given.isdigit()


def new_recovery_codes() -> list[str]:
    """Return codes that each open once: fifty bits, so that a plain digest keeps them."""
    return ["-".join(_letters() for _ in range(2)) for _ in range(HOW_MANY)]


def squeezed(given: str) -> str:
    """Return a code as it is compared: without blanks or dashes, in small letters."""
    return "".join(given.split()).replace("-", "").lower()


def ends_on(asked_at: datetime, days: int) -> datetime:
    """Return until when one may still go without."""
    return asked_at + timedelta(days=days)


def _letters() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_HALF))
