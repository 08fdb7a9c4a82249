"""Bring a parcel to another deployment by HTTP: to the machine that was judged, for a bounded time and answer.

No library does so: urllib3, and requests on it, limit the silence between two pieces of an answer, never the whole of
it, so that one that sends a sign now and then keeps a worker for ever; their pools look a name up again by themselves.
"""

import json
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from collegial.plugin import Refused, public_address, t
from collegial_partners.rules import RECEIVED_TWICE, is_home, leads_inside

INBOX = "/partners-inbox/"
_PATIENCE = 10.0  # seconds that the other one may be silent
_WHOLE = 60.0  # seconds for all of it: one that sends a sign now and then keeps no worker
_TRIED = 3  # machines of one name: each may be silent, and a name leads to as many as its owner likes
_MOST = 256 * 1024  # bytes of an answer, its head included
_READ = 64 * 1024
_TAKEN, _REFUSED = 201, 409
_PORTS = {"http": 80, "https": 443}


def bring(address: str, content: bytes) -> None:
    """Post a parcel; one that was received before counts as brought. Raises Refused: the outbox tries again.

    A name that leads to a machine beside this one is not asked: who may enter addresses would reach what stands there.
    The machine that was judged is the one that is asked, whatever the name leads to a moment later.
    """
    parts = urlsplit(address)
    try:
        with _way_to(parts) as way:
            way.request("POST", parts.path + INBOX, content, {"Content-Type": "application/json"})
            said = _said(way.getresponse())
    except (OSError, ValueError, HTTPException) as error:
        raise _refused(address, str(error)[:200] or type(error).__name__) from None
    if said not in {str(_TAKEN), f"{_REFUSED} {RECEIVED_TWICE}"}:
        raise _refused(address, said)


def _said(answer: HTTPResponse) -> str:
    """Return the status of an answer, and which refusal it is: one that has nothing to do with it is no delivery."""
    if answer.status != _REFUSED:
        return str(answer.status)
    try:
        told = json.loads(answer.read(_READ))
    except (ValueError, RecursionError):
        return str(_REFUSED)
    return f"{_REFUSED} {str(told.get('code'))[:80]}" if isinstance(told, dict) else str(_REFUSED)


class _Way(RawIOBase):
    """A connection that ends when its time is over, or when its answer has no end."""

    def __init__(self, held: socket.socket) -> None:
        self._held, self._until, self._left = held, monotonic() + _WHOLE, _MOST

    def readable(self) -> bool:
        """Tell that it is read from."""
        return True

    def readinto(self, place: memoryview) -> int:  # type: ignore[override]
        """Read what has come."""
        self._hurry()
        came = self._held.recv_into(place)
        self._left -= came
        return came

    def send(self, content: bytes) -> None:
        """Send all of it."""
        rest = memoryview(content)
        while rest:
            self._hurry()
            rest = rest[self._held.send(rest) :]

    def _hurry(self) -> None:
        left = self._until - monotonic()
        if left <= 0 or self._left <= 0:
            raise TimeoutError("its answer does not end")
        self._held.settimeout(min(left, _PATIENCE))


class _Socket:
    """What `http.client` takes for a socket; who opened the connection closes it."""

    def __init__(self, way: _Way) -> None:
        self.sendall = way.send
        self.makefile = lambda _mode: BufferedReader(way)

    def close(self) -> None:
        """Leave it open: the answer may be read still."""


@contextmanager
def _way_to(parts: SplitResult) -> Iterator[HTTPConnection]:
    """Give a connection to one of the machines of an address."""
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    with _connected(_machines(host, port), port) as plain:
        way = HTTPConnection(host, port)
        if parts.scheme == "https":
            way = HTTPSConnection(host, port)
            with ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured:
                way.sock = _Socket(_Way(secured))
                yield way
        else:
            way.sock = _Socket(_Way(plain))
            yield way


def _connected(machines: Sequence[str], port: int) -> socket.socket:
    """Connect to the first machine that answers. Raises OSError for one that must not be asked, or if none does.

    All of them are judged, a few are tried.
    """
    if not is_home(public_address("/")) and leads_inside(machines):
        raise OSError("not a public address")
    *some, last = machines[:_TRIED]
    for one in some:
        with suppress(OSError):
            return socket.create_connection((one, port), timeout=_PATIENCE)
    return socket.create_connection((last, port), timeout=_PATIENCE)


def _machines(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_kind, place in found))


def _refused(address: str, why: str) -> Refused:
    return Refused(
        "partners.not_delivered",
        t("The Pays at %(address)s did not take it: %(why)s.", address=address, why=why),
    )
