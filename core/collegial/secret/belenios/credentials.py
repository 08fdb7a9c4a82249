"""Credentials (4.8): a code that a person can type, the exponent behind it, and its public half."""

import hashlib
import secrets
from collections.abc import Sequence

from gmpy2 import mpz

from collegial.secret.belenios.group import Q, g_power
from collegial.secret.belenios.membership import Members
from collegial.secret.belenios.text import Unacceptable, items, read, write

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BASE = len(ALPHABET)
_RANDOM = 14
_CHECK = 53
_UUID_LENGTH = 14


def credential_from(number: int) -> str:
    """Write a number as a credential: its last 14 digits in base 58, then the checksum."""
    characters, rest = [], number % _BASE**_RANDOM
    checksum = _CHECK - rest % _CHECK
    for _ in range(_RANDOM):
        rest, digit = divmod(rest, _BASE)
        characters.append(ALPHABET[digit])
    return with_dashes("".join(reversed(characters)) + ALPHABET[checksum])


def with_dashes(credential: str) -> str:
    """Write a credential in threes, however it was typed: the exponent is derived from this form."""
    plain = credential.replace("-", "")
    return "-".join(plain[place : place + 3] for place in range(0, len(plain), 3))


def new_credential() -> str:
    """Draw a credential."""
    return credential_from(secrets.randbelow(_BASE**_RANDOM))


def is_credential(text: str) -> bool:
    """Say whether a code was typed without a slip, with its dashes or without."""
    plain = text.replace("-", "")
    if len(plain) != _RANDOM + 1 or any(letter not in ALPHABET for letter in plain):
        return False
    number = 0
    for letter in plain[:-1]:
        number = number * _BASE + ALPHABET.index(letter)
    return ALPHABET.index(plain[-1]) == _CHECK - number % _CHECK


def secret_exponent(uuid: str, credential: str) -> mpz:
    """Derive the secret exponent; the same code gives another one in another election."""
    typed = with_dashes(credential).encode()
    derived = hashlib.pbkdf2_hmac("sha256", typed, uuid.encode(), 1000)
    return mpz(int.from_bytes(derived, "big")) % Q


def public_credential(uuid: str, credential: str) -> mpz:
    """Return the public half of a credential."""
    return g_power(secret_exponent(uuid, credential))


def new_uuid() -> str:
    """Draw the identifier of an election."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_UUID_LENGTH))


def write_credentials(publics: Sequence[mpz]) -> str:
    """Write the list of public credentials, sorted so that their order tells nothing of the roll's."""
    return write([str(one) for one in sorted(publics)])


def read_credentials(text: str) -> tuple[mpz, ...]:
    """Read a list of public credentials, each there once; weights are not used."""
    members = Members()
    found = read(text, lambda raw: tuple(members.read(one) for one in items(raw)), list)
    members.check()
    if len(set(found)) != len(found):
        raise Unacceptable("repeated_credential")
    return found
