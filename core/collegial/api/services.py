"""Make and revoke tokens; let what programs send be done once."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from collegial.accounts.events import AddressChangeStopped, OwnerGiven
from collegial.api.events import TokenMade, TokenRevoked
from collegial.api.models import ApiAnswer, ApiToken
from collegial.api.permissions import OWN_TOKENS
from collegial.api.queries import answer_given, digest_of, tokens_of
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Invalid, Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t

PREFIX = "clg_"
LONGEST_DAYS = 365
MOST = 20
LONGEST_KEY = 200
ANSWERS_KEPT = timedelta(days=30)


def make_token(context: Context, *, name: str, days: int, acts: bool = False) -> str:
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
        acts=acts,
    )
    context.session.add(token)
    context.session.flush()  # the event names the token by its number
    context.emit(TokenMade(account=account_id, token=token.id, acts=acts))
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


def on_account_given_back(context: Context, stopped: AddressChangeStopped) -> None:
    """Revoke all tokens of an account that its owner took back from whoever had moved it to another address."""
    good = [one for one in tokens_of(context.session, stopped.account) if one.revoked_at is None]
    for one in good if stopped.undone else ():
        one.revoked_at = context.clock.now()
        context.emit(TokenRevoked(account=one.account_id, token=one.id))


def on_owner_given(context: Context, given: OwnerGiven) -> None:
    """Revoke all tokens of an account that is a person's from now on: they were not made to act for it."""
    for one in tokens_of(context.session, given.account):
        if one.revoked_at is None:
            one.revoked_at = context.clock.now()
            context.emit(TokenRevoked(account=one.account_id, token=one.id))


def do_once(
    context: Context, token: ApiToken, key: str, sent: str, run: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """Run an act unless a sending with this key was done before; return its answer, and whether it was.

    Two sendings at one moment wait for each other by the unique key. An act that is refused leaves no trace, so
    it can be tried again. Raises Invalid for a key that is too long, or that came with something else.
    """
    if len(key) > LONGEST_KEY:
        raise Invalid(
            "api.long_key", t("The header Idempotency-Key has %(most)d characters at most.", most=LONGEST_KEY)
        )
    if not key:
        return run(), False
    place = _take_key(context, token, key, digest_of(f"{key}\n{sent}"))
    if place.answer:
        if place.sent_digest != digest_of(f"{key}\n{sent}"):
            raise Invalid(
                "api.key_used", t("This Idempotency-Key came with something else before. Choose a new one.")
            )
        return place.answer, True
    place.answer = run()
    return place.answer, False


def _take_key(context: Context, token: ApiToken, key: str, sent_digest: str) -> ApiAnswer:
    """Return the place of an answer: a new, empty one, or the one that is filled in."""
    session, now, key_digest = context.session, context.clock.now(), digest_of(key)
    session.execute(delete(ApiAnswer).where(ApiAnswer.made_at < now - ANSWERS_KEPT))
    known = answer_given(session, token.id, key_digest)
    if known is not None:
        return known
    place = ApiAnswer(
        token_id=token.id, key_digest=key_digest, sent_digest=sent_digest, answer={}, made_at=now
    )
    try:
        with session.begin_nested():
            session.add(place)
    except IntegrityError:
        known = answer_given(session, token.id, key_digest)
        if known is None:
            raise
        return known
    return place


def _own_account(context: Context) -> int:
    if context.by.account_id is None:
        raise Missing("api.no_account", t("A token belongs to an account."))
    return context.by.account_id
