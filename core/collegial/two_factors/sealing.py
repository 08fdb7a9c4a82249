"""Secrets of apps are kept sealed: whoever reads the database alone, or a backup of it, makes no code."""

import hashlib
import hmac

from collegial.kernel import sealing


def sealed(secret: bytes, key: str, account_id: int) -> str:
    """Return a secret sealed for one account."""
    return sealing.sealed(secret, _key(key), str(account_id))


def opened(kept: str, key: str, account_id: int) -> bytes | None:
    """Return the secret; None for one of another account, or when the program's own secret has changed since."""
    return sealing.opened(kept, _key(key), str(account_id))


def digest_of(code: str, key: str) -> str:
    """Return what is kept of a recovery code."""
    return hmac.new(_key(key), code.encode(), hashlib.sha256).hexdigest()


def _key(key: str) -> bytes:
    return hmac.digest(key.encode(), b"collegial.two_factors", "sha256")
