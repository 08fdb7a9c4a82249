"""An identity that waits in this browser until its owner ties it to an account."""

import time

from flask import session as cookie

from collegial.oidc.provider import Vouched

WAITING = 15 * 60
_WAITS = "oidc_waits"


def let_wait(found: Vouched) -> None:
    """Keep who came back from the provider for a while."""
    cookie[_WAITS] = [found.issuer, found.subject, time.time()]


def waiting() -> tuple[str, str] | None:
    """Return the issuer and subject that wait; None where none does any more."""
    issuer, subject, since = cookie.get(_WAITS) or ("", "", 0.0)
    return (issuer, subject) if time.time() - since < WAITING else None


def wait_no_more() -> None:
    """Forget it."""
    cookie.pop(_WAITS, None)
