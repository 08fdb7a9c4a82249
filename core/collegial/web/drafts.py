"""Forms in several pages: every page has an address, and the browser keeps what is filled in so far, sealed.

A page that answers a POST is lost to a browser's way back: it is not to be stored, so the browser asks whether to send
the form again. A step is therefore answered by the address of a page, which shows what was filled in. Nothing of it
stands at the server before the form is sent; the cookie goes to that form alone, and the program alone can open it.
"""

import json
import secrets
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from collegial.web.links import derived_secret
from collegial.web.program import current_program

Filled = MultiDict[str, str]

_NAME = "draft"
_PURPOSE = "web.drafts"
_NONCE = 12
_MOST = 3800  # browsers keep 4096 bytes, with the name and the address


def lead_to(address: str, filled: Iterable[tuple[str, str]], *, owner: object = "") -> Response | None:
    """Lead to a page of the form at this address, and let the browser keep what is filled in, for its owner alone.

    None where that is too long for a cookie: then the page is to be shown at once.
    """
    sealed = _sealed(list(filled), owner)
    if len(sealed) > _MOST:
        return None
    answer = redirect(address, 303)
    answer.set_cookie(
        _NAME,
        sealed,
        path=_place(),
        httponly=True,
        samesite="Lax",
        secure=current_program().settings.is_https,
    )
    return answer


def kept_draft(*, owner: object = "") -> Filled:
    """Return what is filled in so far in the form at this address; nothing of what somebody else filled in."""
    kept = request.cookies.get(_NAME, "")
    return MultiDict(_opened(kept, owner)) if kept else MultiDict()


def drop_draft(answer: Response) -> Response:
    """Let the browser forget what was filled in, once the form is sent."""
    if _NAME in request.cookies:
        answer.delete_cookie(_NAME, path=_place())
    return answer


def _place() -> str:
    return request.script_root + request.path


def _sealed(filled: list[tuple[str, str]], owner: object) -> str:
    nonce = secrets.token_bytes(_NONCE)
    written = zlib.compress(json.dumps(filled).encode())
    return urlsafe_b64encode(nonce + _cipher().encrypt(nonce, written, _bound_to(owner))).decode()


def _opened(kept: str, owner: object) -> list[tuple[str, str]]:
    try:
        raw = urlsafe_b64decode(kept)
        written = zlib.decompress(_cipher().decrypt(raw[:_NONCE], raw[_NONCE:], _bound_to(owner)))
    except (ValueError, InvalidTag):
        return []
    return [(name, value) for name, value in json.loads(written)]


def _cipher() -> AESGCM:
    return AESGCM(derived_secret(_PURPOSE))


def _bound_to(owner: object) -> bytes:
    return f"{request.path} {owner}".encode()
