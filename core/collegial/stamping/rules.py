"""The request for a time stamp, and what makes a token one of ours. No network, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)


class Unacceptable(Exception):
    """A token that is unreadable, for something else, or not signed by an authority that we know."""


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """What a verified token says: when, under which number, by whom."""

    at: datetime
    serial: str
    authority: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is sent to the authority, with the number that its answer must repeat."""

    content: bytes
    nonce: int


def request_for(content: bytes) -> Request:
    """Return the request for a time stamp of a content: its SHA-256 goes out, nothing of what it says."""
    asked = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).build()
    assert asked.nonce is not None  # the builder sets one unless told otherwise
    return Request(content=asked.as_bytes(), nonce=asked.nonce)


def roots_in(pem: bytes) -> list[Certificate]:
    """Read the certificates of the authorities that are trusted; raises ValueError."""
    return load_pem_x509_certificates(pem)


def verified(token: bytes, digest: str, roots: Sequence[Certificate], *, nonce: int | None = None) -> Stamp:
    """Verify a token over a SHA-256; raises Unacceptable.

    The certificates must have been valid when it was made, not today: a time stamp outlives its authority's.
    """
    builder = VerifierBuilder(roots=list(roots), nonce=nonce)
    try:
        response = decode_timestamp_response(token)
        builder.build().verify(response, bytes.fromhex(digest))
        said = response.tst_info
    except (VerificationError, ValueError) as error:
        raise Unacceptable(str(error)) from None
    signer = next(iter(response.signed_data.signer_infos))
    authority = signer.issuer.rfc4514_string()
    return Stamp(at=said.gen_time.astimezone(UTC), serial=str(said.serial_number), authority=authority)
