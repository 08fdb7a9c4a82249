"""Ask an authority for a time stamp, by HTTP (RFC 3161, section 3.4)."""

from urllib.request import HTTPRedirectHandler, Request, build_opener

_PATIENCE = 5  # seconds: the job holds a transaction meanwhile
_LARGEST = 64 * 1024


class Unreachable(Exception):
    """The authority does not answer, or answers with something else than a time stamp."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_args: object, **_options: object) -> None:
        return None


def ask(address: str, query: bytes) -> bytes:
    """Return the authority's answer; raises Unreachable."""
    request = Request(address, data=query, headers={"Content-Type": "application/timestamp-query"})  # noqa: S310 (the settings check the scheme)
    try:
        with build_opener(_NoRedirect).open(request, timeout=_PATIENCE) as answer:
            kind, content = answer.headers.get_content_type(), answer.read(_LARGEST + 1)
    except OSError as error:
        raise Unreachable(f"{address}: {error}") from None
    if kind != "application/timestamp-reply" or len(content) > _LARGEST:
        raise Unreachable(f"{address} answered with {kind}, {len(content)} bytes")
    return bytes(content)
