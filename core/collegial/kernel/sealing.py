"""Secrets that must be read again are kept sealed: whoever reads the database alone, or a backup of it, has none."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


def sealed(secret: bytes, key: bytes, owner: str) -> str:
    """Return a secret sealed for whoever it belongs to; `key` has 32 bytes, and serves one purpose."""
    nonce = secrets.token_bytes(_NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, secret, owner.encode())).decode()


def opened(kept: str, key: bytes, owner: str) -> bytes | None:
    """Return the secret; None for one of another owner, or when the key has changed since."""
    try:
        raw = base64.b64decode(kept, validate=True)
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], owner.encode())
    except (ValueError, InvalidTag):
        return None
