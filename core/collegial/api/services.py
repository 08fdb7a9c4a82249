"""Make and revoke tokens."""

import secrets
from datetime import timedelta

from collegial.api.events import TokenMade, TokenRevoked
from collegial.api.models import ApiToken
from collegial.api.permissions import OWN_TOKENS
from collegial.api.queries import digest_of, tokens_of
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t

PREFIX = "clg_"
LONGEST_DAYS = 365
MOST = 20


def make_token(context: Context, *, name: str, days: int) -> str:
    """Make a token for one's own account and return it; it is never shown again.

    Raises Invalid for a name or a time that does not fit, Refused for too many tokens at once.
    """
    require(context.by, OWN_TOKENS)
    if not name.strip() or len(name) > 80:  # noqa: PLR2004 (the column's length)
        raise Invalid("api.token_name", t("Give a name of at most 80 characters."), field="name")
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid("api.token_days", t("Give a number of days between 1 and 365."), field="days")
    account_id = _own_account(context)
    if len([one for one in tokens_of(context.session, account_id) if one.revoked_at is None]) >= MOST:
        raise Refused("api.too_many", t("Revoke a token that you do not need first: there are too many."))
    secret, now = f"{PREFIX}{secrets.token_urlsafe(32)}", context.clock.now()
    token = ApiToken(
        account_id=account_id,
        name=name.strip(),
        digest=digest_of(secret),
        created_at=now,
        ends_on=local_day(now, context.zone) + timedelta(days=days),
    )
    context.session.add(token)
    context.session.flush()  # the event names the token by its number
    context.emit(TokenMade(account=account_id, token=token.id))
    return secret


def revoke_token(context: Context, token_id: int) -> None:
    """End one of one's own tokens at once. Raises Missing for another one's."""
    require(context.by, OWN_TOKENS)
    token = context.session.get(ApiToken, token_id)
    if token is None or token.account_id != _own_account(context):
        raise Missing("api.unknown_token", t("You have no such token."))
    if token.revoked_at is None:
        token.revoked_at = context.clock.now()
        context.emit(TokenRevoked(account=token.account_id, token=token.id))


def _own_account(context: Context) -> int:
    if context.by.account_id is None:
        raise Missing("api.no_account", t("A token belongs to an account."))
    return context.by.account_id
