"""Where may be sent, and how it is signed (Standard Webhooks). No network, no database."""

import base64
import hmac
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t

TRIAL = "webhook.trial"
GONE = 410
LONGEST = 500
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_PREFIX = "whsec_"
_SECRET = 32  # bytes; the specification asks for 24 to 64
_TRANSLATED = IPv6Network("64:ff9b::/96")  # what follows is an address of the older kind
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, kw_only=True)
class Target:
    """An address, taken apart."""

    host: str
    port: int
    path: str
    is_encrypted: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one attempt: the status that was answered, or why none was."""

    answer: int | None = None
    error: str | None = None

    @property
    def is_taken(self) -> bool:
        """Tell whether the receiver took it."""
        return self.answer is not None and 200 <= self.answer < 300  # noqa: PLR2004 (the statuses of success)


def target_of(address: str, named: Collection[str]) -> Target:
    """Take an address apart; raises Invalid for one that nothing may be sent to.

    The hosts of `named` may lie in the own network, and one that is this machine may be without encryption. What a
    name stands for is judged by `is_outside` when it is connected to.
    """
    parts, port = _split(address)
    host = parts.hostname or ""
    if parts.scheme != "https" and not (host in LOCAL and host in named):
        raise _unfit(t("The address must begin with https://: what is sent must not be read on its way."))
    if parts.username or parts.password or parts.fragment:
        raise _unfit(t("Leave out a name, a password or a mark (#): the secret shows who sends."))
    if host not in named and (host in LOCAL or not _may_be_outside(host)):
        raise _unfit(
            t("This address lies within a private network. Whoever runs this site can allow it by its name.")
        )
    path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    return Target(host=host, port=port, path=path, is_encrypted=parts.scheme == "https")


def _split(address: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        raise _no_address() from None
    is_plain = address.isascii() and address.isprintable() and " " not in address
    if not (is_plain and parts.hostname and port and len(address) <= LONGEST):
        raise _no_address()
    return parts, port


def _no_address() -> Invalid:
    return _unfit(t("This is not a web address: it looks like https://example.org."))


def _unfit(text: Text) -> Invalid:
    return Invalid("webhooks.address", text, field="address")


def _may_be_outside(host: str) -> bool:
    try:
        return is_outside(host)
    except ValueError:
        return True  # a name


def is_outside(written: str) -> bool:
    """Tell whether an IP address is one of the open Internet; raises ValueError for what is none."""
    address = ip_address(written.partition("%")[0])
    inner = _inner(address) if isinstance(address, IPv6Address) else None
    return all(one.is_global and not one.is_multicast for one in (inner or address,))


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Return the older address that a newer one leads to."""
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def new_secret() -> bytes:
    """Return a secret to sign with."""
    return secrets.token_bytes(_SECRET)


def shown(secret: bytes) -> str:
    """Return a secret as receivers take it."""
    return _PREFIX + base64.b64encode(secret).decode()


def new_mark() -> str:
    """Return what names one telling for good: a receiver that has seen it need not look again."""
    return f"msg_{secrets.token_hex(16)}"


def body_of(kind: str, mark: str, at: datetime, data: Mapping[str, object]) -> str:
    """Return what is sent."""
    told = {
        "type": kind,
        "id": mark,
        "at": at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "data": data,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def headers_of(secret: bytes, mark: str, at: datetime, body: str) -> Mapping[str, str]:
    """Return the headers by which a receiver knows who sent this, and when."""
    moment = int(at.timestamp())
    seal = hmac.digest(secret, f"{mark}.{moment}.{body}".encode(), "sha256")
    return {
        "webhook-id": mark,
        "webhook-timestamp": str(moment),
        "webhook-signature": f"v1,{base64.b64encode(seal).decode()}",
    }
