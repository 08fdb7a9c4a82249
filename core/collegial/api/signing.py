"""Who asks: the account behind the token that a program shows."""

from dataclasses import replace

from flask import g, request

from collegial.accounts.queries import viewer_for
from collegial.api.models import ApiToken
from collegial.api.queries import is_revoked, token_behind
from collegial.kernel.errors import Forbidden, Unknown
from collegial.kernel.permissions import ANONYMOUS, Viewer
from collegial.kernel.text import t
from collegial.web.program import current_program
from collegial.web.request import session


def viewer_by_token() -> Viewer:
    """Return the viewer of a request for the API: nobody without a token; a cookie counts for nothing there.

    Raises Unknown for a token that does not hold.
    """
    g.api_token = None
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return ANONYMOUS
    program = current_program()
    today = program.today
    token = token_behind(session(), secret.strip(), today) if kind.lower() == "bearer" else None
    if token is None:
        raise Unknown("api.bad_token", t("This token is unknown, revoked, or past its last day."))
    g.api_token = token
    owner, number = viewer_for(session(), token.account, program.registry), token.id
    return replace(
        owner,
        reach=program.host.reach,
        stands=lambda now, asked: owner.stands(now, asked) and not is_revoked(now, number),
    )


def acting_token() -> ApiToken:
    """Return the token by which this request may act; raises Unknown without one, Forbidden for one that only reads."""
    token: ApiToken | None = g.get("api_token")
    if token is None:
        raise Unknown("api.no_token", t("Show a token to act: nobody acts without one."))
    if not token.acts:
        raise Forbidden("api.reads_only", t("This token only reads. Make one that may act for you."))
    return token
