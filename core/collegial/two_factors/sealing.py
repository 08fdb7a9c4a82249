"""Secrets of apps are kept sealed: whoever reads the database alone, or a backup of it, makes no code."""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


def sealed(secret: bytes, key: str, account_id: int) -> str:
    """Return a secret sealed for one account."""
    nonce = secrets.token_bytes(_NONCE)
    closed = AESGCM(_key(key)).encrypt(nonce, secret, str(account_id).encode())
    return base64.b64encode(nonce + closed).decode()


def opened(kept: str, key: str, account_id: int) -> bytes | None:
    """Return the secret; None for one of another account, or when the program's own secret has changed since."""
    try:
        raw = base64.b64decode(kept, validate=True)
        return AESGCM(_key(key)).decrypt(raw[:_NONCE], raw[_NONCE:], str(account_id).encode())
    except (ValueError, InvalidTag):
        return None


def digest_of(code: str, key: str) -> str:
    """Return what is kept of a recovery code."""
    return hmac.new(_key(key), code.encode(), hashlib.sha256).hexdigest()


def _key(key: str) -> bytes:
    return hmac.digest(key.encode(), b"collegial.two_factors", "sha256")
