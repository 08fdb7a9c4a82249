"""Ask a service that knows leaked passwords, without telling it which: five signs of a digest, out of forty.

The service answers with all it knows under these five, some hundreds; the comparison is made here (k-anonymity, as Have
I Been Pwned and its copies do it). Nobody is kept from a password because the service does not answer.
"""

import hashlib
import re
import time
from threading import Lock
from urllib.request import HTTPRedirectHandler, Request, build_opener

import structlog

log = structlog.get_logger(__name__)

_PATIENCE = 1.5  # seconds: somebody waits for the page
_REST = 600  # seconds without asking, once it did not answer
_LARGEST = 256 * 1024
_LINE = re.compile(rb"([0-9A-Fa-f]{35}):([0-9]+)")


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_options: object) -> None:
        return None


class Leaks:
    """What is known to have leaked, by the service at one address; an empty address is never asked."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._silent_until = 0.0
        self._lock = Lock()

    def holds(self, password: str) -> bool:
        """Tell whether a password is known to have leaked; False as well when nobody can tell."""
        if not self._address or time.monotonic() < self._silent_until:
            return False
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        try:
            known = self._ask(digest[:5])
        except (OSError, ValueError) as error:
            with self._lock:
                self._silent_until = time.monotonic() + _REST
            log.warning("leaks.no_answer", error=type(error).__name__)
            return False
        return any(
            ending.decode().upper() == digest[5:] and int(count) > 0 for ending, count in _LINE.findall(known)
        )

    def _ask(self, beginning: str) -> bytes:
        # The padding makes all answers about as long: who watches the line learns nothing from it.
        request = Request(self._address + beginning, headers={"Add-Padding": "true"})  # noqa: S310 (the settings check the scheme)
        with build_opener(_NoRedirect).open(request, timeout=_PATIENCE) as answer:
            return bytes(answer.read(_LARGEST))
