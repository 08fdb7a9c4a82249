"""Codes sent by mail: one at a time, good for ten minutes, for one use, for a few tries.

What is kept is a seed; the code follows from it only with the program's secret, so that whoever reads
the database learns no code.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

NONE = ""
LIFETIME = timedelta(minutes=10)
TRIES = 5
_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of the code sent last."""

    seed: str
    sent_at: int
    tries: int = 0

    def __str__(self) -> str:
        return f"{self.seed}.{self.sent_at}.{self.tries}"


def issue(now: datetime) -> str:
    """Return what to keep of a new code."""
    return str(Kept(seed=secrets.token_hex(16), sent_at=int(now.timestamp())))


def digits(kept: str, secret: str) -> str:
    """Return the six digits to send."""
    digest = hmac.new(secret.encode(), _read(kept).seed.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest, 'big') % 10**_DIGITS:0{_DIGITS}d}"


def check(kept: str, given: str, secret: str, now: datetime) -> tuple[bool, str]:
    """Tell whether this is the code, and what to keep from now on: nothing once it was used or is lost."""
    if kept == NONE or not looks_like_a_code(given):
        return False, kept
    code = _read(kept)
    age = int(now.timestamp()) - code.sent_at
    if abs(age) > LIFETIME.total_seconds() or code.tries >= TRIES:  # the clock may be set back
        return False, NONE
    if hmac.compare_digest(digits(kept, secret), _squeezed(given)):
        return True, NONE
    return False, str(replace(code, tries=code.tries + 1))


def _read(kept: str) -> Kept:
    seed, sent_at, tries = kept.split(".")
    return Kept(seed=seed, sent_at=int(sent_at), tries=int(tries))


def looks_like_a_code(given: str) -> bool:
    """Tell a code from a password typed in its place, which must not use up a try."""
    return len(_squeezed(given)) == _DIGITS and _squeezed(given).isascii() and _squeezed(given).isdigit()


def _squeezed(given: str) -> str:
    return "".join(given.split())
