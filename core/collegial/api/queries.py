"""Read tokens, and what programs were answered."""

import hashlib
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.api.models import ApiAnswer, ApiToken


def digest_of(secret: str) -> str:
    """Return what is kept of a token: it is long and random, so that one round of a hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_behind(session: Session, secret: str, today: date) -> ApiToken | None:
    """Return a token that holds today, with its account; None for one that does not."""
    query = select(ApiToken).where(
        ApiToken.digest == digest_of(secret), ApiToken.revoked_at.is_(None), ApiToken.ends_on >= today
    )
    found = session.scalars(query.options(joinedload(ApiToken.account))).one_or_none()
    return found if found is not None and found.account.active else None


def is_revoked(session: Session, token_id: int) -> bool:
    """Tell whether a token was revoked, or erased, by whoever committed last."""
    kept = select(ApiToken.__table__.c.id).where(
        ApiToken.__table__.c.id == token_id, ApiToken.__table__.c.revoked_at.is_(None)
    )
    return session.execute(kept).one_or_none() is None


def answer_given(session: Session, token_id: int, key_digest: str) -> ApiAnswer | None:
    """Return what a sending of a token was answered before."""
    given = select(ApiAnswer).where(ApiAnswer.token_id == token_id, ApiAnswer.key_digest == key_digest)
    return session.scalars(given.execution_options(populate_existing=True)).one_or_none()


def tokens_of(session: Session, account_id: int) -> Sequence[ApiToken]:
    """Return the tokens of an account, the newest first."""
    query = select(ApiToken).where(ApiToken.account_id == account_id)
    return session.scalars(query.order_by(ApiToken.id.desc())).all()
