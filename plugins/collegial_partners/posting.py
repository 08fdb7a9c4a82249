"""Bring a parcel to another deployment by HTTP."""

from socket import SOCK_STREAM, getaddrinfo
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from collegial.plugin import Refused, public_address, t
from collegial_partners.rules import is_home, leads_inside

INBOX = "/partners-inbox/"
_PATIENCE = 10  # seconds
_TAKEN, _KNOWN = 201, 409


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_options: object) -> None:
        return None


def bring(address: str, content: bytes) -> None:
    """Post a parcel; one that was received before counts as brought. Raises Refused: the outbox tries again.

    A name that leads to a machine beside this one is not asked: who may enter addresses would reach what stands there.
    """
    try:
        if not is_home(public_address("/")) and leads_inside(_machines(address)):
            raise _refused(address, "not a public address")
    except OSError as error:
        raise _refused(address, str(error)) from None
    headers = {"Content-Type": "application/json"}
    wanted = Request(address + INBOX, data=content, headers=headers)  # noqa: S310 (the service checks the scheme)
    try:
        with build_opener(_NoRedirect).open(wanted, timeout=_PATIENCE) as answer:
            status = answer.status
    except HTTPError as error:
        status = error.code
    except OSError as error:
        raise _refused(address, str(error)) from None
    if status not in {_TAKEN, _KNOWN}:
        raise _refused(address, str(status))


def _machines(address: str) -> set[str]:
    parts = urlsplit(address)
    found = getaddrinfo(parts.hostname, parts.port or 443, type=SOCK_STREAM)
    return {str(place[0]) for *_kind, place in found}


def _refused(address: str, why: str) -> Refused:
    return Refused(
        "partners.not_delivered",
        t("The Pays at %(address)s did not take it: %(why)s.", address=address, why=why),
    )
