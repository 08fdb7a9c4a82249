"""Encrypt a file under a passphrase, piece by piece, so that no cut, swap or change goes unnoticed.

AES-256-GCM over pieces of 1 MiB, as in the construction STREAM: the nonce of a piece holds its number and whether it is
the last. The key comes from the passphrase by scrypt.
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from collegial.backups.telling import Tell, silent
from collegial.kernel.text import t

MAGIC = b"collegial-sealed-1\n"
_PIECE = 1 << 20
_TAG = 16
_COST = 1 << 16  # of scrypt: 64 MB and a good part of a second for each guess
_SALT = 16
_PREFIX = 7


class WrongSeal(Exception):
    """The passphrase is another one, or the file was cut or changed."""


def is_sealed(path: Path) -> bool:
    """Tell whether a file was encrypted here."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def seal_file(source: Path, target: Path, passphrase: str, tell: Tell = silent) -> None:
    """Encrypt a file into another one, which only its owner can read."""
    salt, prefix = secrets.token_bytes(_SALT), secrets.token_bytes(_PREFIX)
    cipher = _cipher(passphrase, salt)
    target.touch(mode=0o600, exist_ok=False)
    with source.open("rb") as plain, target.open("wb") as sealed:
        sealed.write(MAGIC + salt + prefix)
        for nonce, piece in _pieces(plain, prefix, _PIECE):
            tell(t("Encrypting, bytes:"), plain.tell(), source.stat().st_size)
            sealed.write(cipher.encrypt(nonce, piece, MAGIC))
        os.fsync(sealed.fileno())


def open_sealed(source: Path, target: Path, passphrase: str, tell: Tell = silent) -> None:
    """Decrypt a file; raises WrongSeal, and then leaves no file."""
    target.touch(mode=0o600, exist_ok=False)
    try:
        with source.open("rb") as sealed, target.open("wb") as plain:
            sealed.seek(len(MAGIC))
            salt, prefix = sealed.read(_SALT), sealed.read(_PREFIX)
            cipher = _cipher(passphrase, salt)
            for nonce, piece in _pieces(sealed, prefix, _PIECE + _TAG):
                tell(t("Decrypting, bytes:"), sealed.tell(), source.stat().st_size)
                plain.write(cipher.decrypt(nonce, piece, MAGIC))
    except (InvalidTag, ValueError):
        target.unlink(missing_ok=True)
        raise WrongSeal from None


def _pieces(file: BinaryIO, prefix: bytes, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield each piece with its nonce; there is always a last one, even of nothing."""
    number, piece = 0, file.read(size)
    while True:
        following = file.read(size)
        yield prefix + number.to_bytes(4) + bytes([not following]), piece
        if not following:
            return
        number, piece = number + 1, following


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode()))
