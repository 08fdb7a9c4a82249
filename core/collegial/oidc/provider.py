"""The provider that the settings name: how to send somebody there, and what it says of who comes back.

Authlib keeps state, nonce and the proof of the code (PKCE) in the session, and checks the signed answer by them.
"""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import structlog
from flask import current_app
from flask import session as cookie
from flask.typing import ResponseReturnValue

from collegial.config import Oidc
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.text import t
from collegial.web.program import current_program

if TYPE_CHECKING:
    from authlib.integrations.flask_client import FlaskOAuth2App

_NAME = "provider"
_ASKED = f"_state_{_NAME}_"  # under which Authlib keeps each question in the cookie, for an hour
_MOST_ASKED = 3
_LONGEST_SUBJECT = 255  # OpenID Connect Core, 2; a longer one would not be kept either
_PATIENCE = 10  # seconds for each of the few questions that the provider is asked
_log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True, repr=False)
class Vouched:
    """Whom the provider vouches for, and when they showed it who they are: 0 where it does not say.

    What is printed ends in logs, so it prints as nobody.
    """

    issuer: str
    subject: str
    shown_at: float


def provider() -> Oidc:
    """Return the provider of this deployment; raises Missing where none is set."""
    found = current_program().settings.oidc
    if not found.issuer:
        raise Missing("oidc.unset", t("This site offers no other service to sign in with."))
    return found


def lead_there(back: str) -> ResponseReturnValue:
    """Send the browser to the provider, which sends it to `back`. Raises Refused where the provider is not there."""
    _forget_older_questions()
    wished = {"acr_values": provider().acr_values} if provider().acr_values else {}
    try:
        return cast("ResponseReturnValue", _client().authorize_redirect(back, **wished))
    except _failures() as failure:
        raise _refusal(failure) from None


def _forget_older_questions() -> None:
    """Make room for another question: browsers drop a cookie of more than four kilobytes, with all that is in it."""
    asked = sorted(
        (key for key in cookie if key.startswith(_ASKED)), key=lambda key: cookie[key].get("exp", 0)
    )
    for key in asked[: 1 - _MOST_ASKED]:
        cookie.pop(key)


def vouched() -> Vouched:
    """Return whom the provider sent back, by its signed answer. Raises Refused for any answer that is not sound."""
    try:
        claims = _client().authorize_access_token()["userinfo"]
        issuer, subject = str(claims["iss"]), str(claims["sub"])
    except _failures() as failure:
        raise _refusal(failure) from None
    if issuer != provider().issuer or not 0 < len(subject) <= _LONGEST_SUBJECT:
        raise _refusal(ValueError("another issuer, or no subject"))
    return Vouched(issuer=issuer, subject=subject, shown_at=_moment(claims.get("auth_time")))


def _moment(given: Any) -> float:
    """Return a moment that has passed; 0, which is long ago, for what is none: JSON as Python reads it knows NaN."""
    now = time.time()
    if not isinstance(given, int | float) or not given > 0:
        return 0.0
    return float(given) if given < now else now


def _client() -> "FlaskOAuth2App":
    known = current_app.extensions.get("oidc")
    if known is None:
        known = current_app.extensions["oidc"] = _new_client(provider())
    return known


def _new_client(of: Oidc) -> "FlaskOAuth2App":
    from authlib.integrations.flask_client import OAuth  # noqa: PLC0415 (an extra)

    return OAuth(current_app).register(
        _NAME,
        client_id=of.client_id,
        client_secret=current_program().settings.secrets.oidc_client_secret,
        server_metadata_url=of.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid",  # who it is, and nothing more of them
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": of.client_auth,
            "default_timeout": _PATIENCE,
        },
    )


def _failures() -> tuple[type[Exception], ...]:
    """Return all that talking to a provider may end in: it is down, speaks nonsense, refuses, or lies."""
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 (an extra)
    from joserfc.errors import JoseError  # noqa: PLC0415
    from requests import RequestException  # noqa: PLC0415

    return AuthlibBaseError, JoseError, RequestException, ValueError, KeyError, TypeError, RuntimeError


def _refusal(failure: Exception) -> Refused:
    """Tell the visitor in plain words, and the log the kind of failure: its text may carry codes and names."""
    _log.warning("oidc.failed", error=type(failure).__name__)
    return Refused(
        "oidc.failed",
        t(
            "%(provider)s did not say who you are. Try once more, or sign in by a code sent to you by mail.",
            provider=provider().name,
        ),
    )
