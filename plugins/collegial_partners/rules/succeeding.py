"""The succession of keys: a deployment says by its former key which key comes after, and that it holds that one."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from collegial_partners.rules.parcels import decoded, encoded, public_key_of

SUCCESSION = "partners.succession"
# What was signed before and is still on its way, such as to a deployment that was down.
GRACE = timedelta(days=30)
_PROOF = "collegial-succession/1\n"


def succession(former: str, private: Ed25519PrivateKey) -> Mapping[str, Any]:
    """Return what a succession tells: the new key, and its own signature over the key that it follows.

    Without that proof, a deployment could say that the key of another one were its own.
    """
    return {"public_key": public_key_of(private), "proof": encoded(private.sign(_proven(former)))}


def successor(former: str, told: Mapping[str, Any]) -> str | None:
    """Return the key that follows another one; None where the proof does not fit."""
    public_key, proof = told.get("public_key"), told.get("proof")
    if not isinstance(public_key, str) or not isinstance(proof, str):
        return None
    try:
        Ed25519PublicKey.from_public_bytes(decoded(public_key)).verify(decoded(proof), _proven(former))
    except (InvalidSignature, ValueError):
        return None
    return public_key


def is_still_taken(replaced_on: date, today: date) -> bool:
    """Tell whether things still come in that a key signed which was replaced since."""
    return today <= replaced_on + GRACE


def _proven(former: str) -> bytes:
    return f"{_PROOF}{former}".encode()
