"""A parcel: a thing given to another deployment as one signed file, and what is found when such a file is read.

The signature (Ed25519) covers the heading, and the heading holds the SHA-256 of each part: what was changed is named.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from collegial.plugin import HeldFile

FORMAT = "collegial-parcel/1"
HEADING = "heading"
# Which refusal says that a parcel is there already: whoever brings it again is done.
RECEIVED_TWICE = "partners.received_twice"
_SHOWN = 32
# Of what begins a piece of a document: a stranger's of many million empty lists takes a process minutes to read.
_PIECES, _MOST_PIECES = (b"[", b"{", b","), 50_000


class Unreadable(Exception):
    """What was read is no parcel."""


class Tampered(Exception):
    """A part of a parcel is not what was signed; `part` names it."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """What a parcel holds: where it comes from, what it is, and the thing itself.

    `recipient` is the key of the deployment that it is for; nobody in particular where it is empty.
    """

    number: str
    kind: str
    title: str
    made_on: str
    origin: str
    address: str
    public_key: str
    text: str
    data: Mapping[str, Any]
    files: tuple[HeldFile, ...] = ()
    recipient: str = ""
    digest: str = field(default="", compare=False)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Heading(_Strict):
    format: Literal["collegial-parcel/1"]
    number: str = Field(pattern=r"^[0-9a-f]{32}$")
    kind: str = Field(max_length=80)
    title: str = Field(max_length=300)
    made_on: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    origin: str = Field(max_length=200)
    address: str = Field(max_length=300)
    public_key: str = Field(max_length=64)
    recipient: str | None = Field(default=None, max_length=64)
    parts: dict[str, str]

    def told(self) -> dict[str, Any]:
        """Return what is signed of it."""
        return self.model_dump(exclude_none=True)


class _File(_Strict):
    name: str = Field(min_length=1, max_length=200)
    content: str


class _Written(_Strict):
    heading: _Heading
    signature: str
    text: str
    data: dict[str, Any]
    files: list[_File]


def public_key_of(private: Ed25519PrivateKey) -> str:
    """Return the public key as it is given to others."""
    return encoded(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def is_public_key(written: str) -> bool:
    """Tell whether something that was typed is a public key."""
    try:
        Ed25519PublicKey.from_public_bytes(decoded(written))
    except ValueError:
        return False
    return True


def fingerprint(public_key: str) -> str:
    """Return what two people read to each other to know that they hold the same key."""
    digest = hashlib.sha256(public_key.encode()).hexdigest()[:_SHOWN]
    return " ".join(digest[place : place + 4] for place in range(0, _SHOWN, 4))


def write_parcel(parcel: Parcel, private: Ed25519PrivateKey) -> bytes:
    """Write a parcel as a signed file; its key is that of the signer."""
    heading = {
        "format": FORMAT, "number": parcel.number, "kind": parcel.kind, "title": parcel.title,
        "made_on": parcel.made_on, "origin": parcel.origin, "address": parcel.address,
        "public_key": public_key_of(private), "parts": _parts(parcel.text, parcel.data, parcel.files),
        **({"recipient": parcel.recipient} if parcel.recipient else {}),
    }  # fmt: skip
    document = {
        "heading": heading,
        "signature": encoded(private.sign(_plain(heading))),
        "text": parcel.text,
        "data": parcel.data,
        "files": [{"name": one.name, "content": encoded(one.content)} for one in parcel.files],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def read_parcel(content: bytes) -> Parcel:
    """Read a signed file; raises Unreadable, or Tampered with the name of the part that was changed.

    The key that signed it is the one in its heading: whoever calls this decides whether that key is known.
    """
    if sum(content.count(sign) for sign in _PIECES) > _MOST_PIECES:
        raise Unreadable
    try:
        written = _Written.model_validate_json(content)
        if len({one.name for one in written.files}) < len(written.files) or b"\\u0000" in content:
            raise Unreadable
        files = tuple(HeldFile(name=one.name, content=decoded(one.content)) for one in written.files)
    except (ValidationError, ValueError, RecursionError):
        raise Unreadable from None
    heading = written.heading
    _verify(heading, written.signature)
    found = _parts(written.text, written.data, files)
    for part in sorted(heading.parts.keys() | found.keys()):
        if heading.parts.get(part) != found.get(part):
            raise Tampered(part)
    return Parcel(
        **heading.model_dump(exclude={"format", "parts"}, exclude_none=True), text=written.text,
        data=written.data, files=files, digest=hashlib.sha256(_plain(heading.told())).hexdigest(),
    )  # fmt: skip


def encoded(content: bytes) -> str:
    """Write bytes as a key, a signature or a file is written in a parcel."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Read what `encoded` wrote; raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError("no base64") from None


def _verify(heading: _Heading, signature: str) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(decoded(heading.public_key))
        key.verify(decoded(signature), _plain(heading.told()))
    except (InvalidSignature, ValueError):
        raise Tampered(HEADING) from None


def _parts(text: str, data: Mapping[str, Any], files: Sequence[HeldFile]) -> dict[str, str]:
    held = {f"files/{one.name}": one.content for one in files}
    parts = {"text": text.encode(), "data": _plain(data)} | held
    return {name: hashlib.sha256(content).hexdigest() for name, content in parts.items()}


def _plain(document: Mapping[str, Any]) -> bytes:
    """Write a document in the one way that is signed."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
