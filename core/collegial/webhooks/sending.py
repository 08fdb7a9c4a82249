"""Send to an address outside, and nowhere else: what its name stands for is judged, and that very address connected to.

Redirects are not followed, of the answer the status alone is read, and once the name is found all of it takes five
seconds at most.
"""

import socket
import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from threading import Timer
from time import monotonic
from typing import Any

from collegial.webhooks.rules import Outcome, Target, is_outside

PATIENCE = 5.0
_HEADERS = {"Content-Type": "application/json", "User-Agent": "collegial", "Connection": "close"}


class _Refused(OSError):
    """The name stands for an address of a private network."""


def send(target: Target, body: str, headers: Mapping[str, str], *, named: Collection[str]) -> Outcome:
    """Post something; return the status that was answered, or why there was none."""
    line = _Line(target, named)
    watch = Timer(PATIENCE, line.cut)
    watch.start()
    try:
        line.request("POST", target.path, body.encode(), {**_HEADERS, **headers})
        return Outcome(answer=line.getresponse().status)
    except OSError as error:
        return Outcome(error=f"{target.host}: {type(error).__name__.lstrip('_')}: {error}"[:300])
    except (HTTPException, UnicodeError) as error:  # it would repeat what was answered
        return Outcome(error=f"{target.host}: {type(error).__name__}: no answer of a web server")
    finally:
        watch.cancel()
        line.close()


class _Line(HTTPConnection):
    """A connection to an address that was judged, which ends when the patience does."""

    def __init__(self, target: Target, named: Collection[str]) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self.default_port = 443 if target.is_encrypted else 80
        self._target, self._may_be_inside = target, target.host in named
        self._until = monotonic() + PATIENCE
        self._open: socket.socket | None = None

    def cut(self) -> None:
        """End it, whatever it waits for."""
        if self._open is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)

    def connect(self) -> None:
        """Connect to the first address of the name that answers; raises when any of them is not outside."""
        plain = self._connected()
        if not self._target.is_encrypted:
            self.sock = self._kept(plain)
            return
        sealed = ssl.create_default_context().wrap_socket(
            plain, server_hostname=self._target.host, do_handshake_on_connect=False
        )
        self.sock = self._kept(sealed)
        sealed.do_handshake()

    def _kept(self, opened: socket.socket) -> socket.socket:
        self._open = opened
        self._left()
        return opened

    def _left(self) -> float:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left

    def _connected(self) -> socket.socket:
        failed: OSError = OSError("no address")
        for family, place in list(self._places()):
            opened = socket.socket(family, socket.SOCK_STREAM)
            try:
                opened.settimeout(self._left())
                opened.connect(place)
            except OSError as error:
                opened.close()
                failed = error
            else:
                return opened
        raise failed

    def _places(self) -> Iterator[tuple[int, Any]]:
        """Yield what the name stands for at this moment."""
        found = socket.getaddrinfo(self._target.host, self._target.port, type=socket.SOCK_STREAM)
        for family, _kind, _protocol, _name, place in found:
            if not (self._may_be_inside or is_outside(str(place[0]))):
                raise _Refused("an address of a private network")
            yield family, place
