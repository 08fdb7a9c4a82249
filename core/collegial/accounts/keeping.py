"""Keep what was typed into a form whose sign-in had become too old, until it is confirmed that it is its owner.

The row holds it sealed; the key is in the cookie of the browser alone, and is dropped when the form is shown again. So
nobody reads it from the database, nor from a backup. Only a form whose one address shows and acts is kept. Of any
other it is only noted, in the cookie, from which page it was sent, so that the page says that nothing was done.
"""

import base64
import json
import secrets
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import flash, g, request
from flask import session as cookie
from werkzeug.datastructures import MultiDict

from collegial.accounts.holding import here
from collegial.accounts.models import KeptForm
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import KEPT, gate_of_request, session, writes

_PLACE, _DROPPED = "kept", "dropped"
_WHO = "_user_id"  # where the library keeps who is signed in
_NOT_DONE = t(
    "What you sent was not done: you first had to confirm who you are. If you still want it, do it again."
)
_NEVER = {"csrf_token", "once"}
_SECRET = ("password", "passcode", "code", "credential", "secret")
_NONCE = 12


def keep_form() -> str | None:
    """Keep the form that is being sent; return the address that shows it again, None where none does."""
    gate, rule = gate_of_request(), request.url_rule
    if gate is None or not gate.keeps or rule is None or "GET" not in (rule.methods or ()):
        return None
    typed = [(name, value) for name, value in request.form.items(multi=True) if _may_be_kept(name)]
    key, nonce = secrets.token_bytes(32), secrets.token_bytes(_NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, json.dumps(typed).encode(), request.path.encode())
    _keep(KeptForm(session_id=here().id, sealed=sealed, kept_at=datetime.now(UTC)))
    cookie[_PLACE] = [request.path, base64.b64encode(key).decode()]
    return request.full_path.rstrip("?")


def _keep(row: KeptForm) -> None:
    """Write the row in the request's own transaction, where it writes: another one would wait for it."""
    if writes():
        session().merge(row)
        return
    with current_program().database.unit_of_work() as own:
        own.merge(row)


def show_form() -> None:
    """Let the form at this address show what was typed there before, once."""
    path, key = cookie.get(_PLACE) or (None, "")
    if path != request.path or request.method != "GET":
        return
    cookie.pop(_PLACE)
    row = session().get(KeptForm, here().id)
    typed = _opened(row.sealed, key, path) if row is not None else None
    if typed is not None:
        setattr(g, KEPT, MultiDict(typed))
        flash(
            say(t("Your form is as you left it. Nothing has been done yet: read it again, then send it.")),
            "info",
        )


def note_dropped(page: str) -> str:
    """Note that what was sent from a page was not done, to say it there; return the page."""
    cookie[_DROPPED] = [urlsplit(page).path, cookie.get(_WHO)]
    return page


def tell_of_dropped() -> None:
    """Say on the page from which something was sent that it was not done: nothing is ever sent again by itself.

    Whoever signed in since then in this browser is somebody else, and is told nothing.
    """
    page, who = cookie.get(_DROPPED) or (None, None)
    if request.method != "GET" or page != request.path:
        return
    cookie.pop(_DROPPED)
    if who == cookie.get(_WHO):
        flash(say(_NOT_DONE), "warning")


def _opened(sealed: bytes, key: str, path: str) -> list[tuple[str, str]] | None:
    try:
        plain = AESGCM(base64.b64decode(key)).decrypt(sealed[:_NONCE], sealed[_NONCE:], path.encode())
    except (ValueError, InvalidTag):
        return None
    return [(name, value) for name, value in json.loads(plain)]


def _may_be_kept(name: str) -> bool:
    return name not in _NEVER and not any(word in name for word in _SECRET)
