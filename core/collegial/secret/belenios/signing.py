"""The keys by which trustees speak to each other (4.6.1 to 4.6.3): certificates, signed and sealed messages."""

import hashlib
import secrets
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM
from gmpy2 import mpz

from collegial.secret.belenios.credentials import ALPHABET
from collegial.secret.belenios.group import (
    P,
    Q,
    g_power,
    inverse,
    power,
    random_exponent,
    read_element,
)
from collegial.secret.belenios.proofs import Proof, knows, prove_knowledge, read_proof
from collegial.secret.belenios.text import Unacceptable, challenge, read, table, words, write

_SEED_LENGTH = 22
_NONCE, _TAG = 13, 8  # the specification leaves both open; these are what belenios-tool uses


@dataclass(frozen=True)
class Signed:
    """A message with its signature."""

    message: str
    signature: Proof

    def written(self) -> dict[str, object]:
        """Return the fields in their order."""
        return {"message": self.message, "signature": self.signature.written()}


@dataclass(frozen=True)
class Cert:
    """The public keys that a trustee signs with and is written to."""

    verification: mpz
    encryption: mpz


@dataclass(frozen=True)
class Seed:
    """The one secret a trustee of a threshold keeps: 22 characters, from which its keys follow."""

    text: str

    @cached_property
    def signing(self) -> mpz:
        """Return the private signing key."""
        return _derive("sk", self.text)

    @cached_property
    def decryption(self) -> mpz:
        """Return the private decryption key."""
        return _derive("dk", self.text)

    def cert(self) -> Signed:
        """Make the certificate."""
        keys = {"verification": g_power(self.signing), "encryption": g_power(self.decryption)}
        return sign(self.signing, write(keys))


def new_seed() -> Seed:
    """Draw a seed."""
    return Seed("".join(secrets.choice(ALPHABET) for _ in range(_SEED_LENGTH)))


def sign(key: mpz, message: str) -> Signed:
    """Sign a message."""
    return Signed(message, prove_knowledge(key, lambda point: _hash(message, point)))


def is_signed(signed: Signed, key: mpz) -> bool:
    """Verify a signature."""
    return knows(key, signed.signature, lambda point: _hash(signed.message, point))


def read_signed(raw: object) -> Signed:
    """Build a signed message from its fields."""
    fields = table(raw, "message", "signature")
    return Signed(words(fields["message"]), read_proof(fields["signature"]))


def read_cert(signed: Signed) -> Cert:
    """Read a certificate and check that it is signed by the key in it."""
    cert = read(
        signed.message,
        _cert,
        lambda one: {"verification": one.verification, "encryption": one.encryption},
    )
    if not is_signed(signed, cert.verification):
        raise Unacceptable("certificate")
    return cert


def read_cert_text(text: str) -> Signed:
    """Read a certificate as it is sent; raise Unacceptable unless it signs itself."""
    signed = read(text, read_signed, Signed.written)
    read_cert(signed)
    return signed


def send(key: mpz, recipient: mpz, message: str) -> str:
    """Sign a message, then seal it for its recipient."""
    channel = write({"recipient": recipient, "message": message})
    return seal(recipient, write(sign(key, channel).written()))


def receive(decryption: mpz, sender: mpz, sealed: str) -> str:
    """Open a sealed message; raise Unacceptable unless it is from its sender, and for us."""
    signed = read(unseal(decryption, sealed), read_signed, Signed.written)
    if not is_signed(signed, sender):
        raise Unacceptable("sender")
    recipient, message = read(signed.message, _channel, lambda one: {"recipient": one[0], "message": one[1]})
    if recipient != g_power(decryption):
        raise Unacceptable("recipient")
    return message


def seal(recipient: mpz, message: str) -> str:
    """Encrypt a message for the holder of a key."""
    r, s = random_exponent(), random_exponent()
    alpha, point = g_power(r), g_power(s)
    beta = power(recipient, r) * point % P
    data = _cipher(point).encrypt(_nonce(alpha), message.encode(), None)
    return write({"alpha": alpha, "beta": beta, "data": data.hex()})


def unseal(decryption: mpz, sealed: str) -> str:
    """Decrypt a message."""
    alpha, beta, data = read_sealed(sealed)
    point = beta * inverse(power(alpha, decryption)) % P
    try:
        return _cipher(point).decrypt(_nonce(alpha), bytes.fromhex(data), None).decode()
    except (InvalidTag, ValueError):
        raise Unacceptable("sealed") from None


def read_sealed(sealed: str) -> tuple[mpz, mpz, str]:
    """Read the envelope of a sealed message, which anyone may see."""
    return read(sealed, _sealed, lambda one: {"alpha": one[0], "beta": one[1], "data": one[2]})


def _sealed(raw: object) -> tuple[mpz, mpz, str]:
    fields = table(raw, "alpha", "beta", "data")
    return read_element(fields["alpha"]), read_element(fields["beta"]), words(fields["data"])


def _channel(raw: object) -> tuple[mpz, str]:
    fields = table(raw, "recipient", "message")
    return read_element(fields["recipient"]), words(fields["message"])


def _cert(raw: object) -> Cert:
    fields = table(raw, "verification", "encryption")
    return Cert(read_element(fields["verification"]), read_element(fields["encryption"]))


def _derive(kind: str, seed: str) -> mpz:
    return challenge(kind, seed) % Q


def _hash(message: str, point: mpz) -> mpz:
    return challenge("sigmsg", message, str(point))


def _cipher(point: mpz) -> AESCCM:
    return AESCCM(hashlib.sha256(f"key|{point}".encode()).digest(), tag_length=_TAG)


def _nonce(alpha: mpz) -> bytes:
    return hashlib.sha256(f"iv|{alpha}".encode()).digest()[:_NONCE]
