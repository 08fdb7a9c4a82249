"""Read tokens."""

import hashlib
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.accounts.models import Account
from collegial.api.models import ApiToken


def digest_of(secret: str) -> str:
    """Return what is kept of a token: it is long and random, so that one round of a hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def account_behind(session: Session, secret: str, today: date) -> Account | None:
    """Return the account of a token that holds today; None for one that does not."""
    query = select(ApiToken).where(
        ApiToken.digest == digest_of(secret), ApiToken.revoked_at.is_(None), ApiToken.ends_on >= today
    )
    found = session.scalars(query.options(joinedload(ApiToken.account))).one_or_none()
    return found.account if found is not None and found.account.active else None


def tokens_of(session: Session, account_id: int) -> Sequence[ApiToken]:
    """Return the tokens of an account, the newest first."""
    query = select(ApiToken).where(ApiToken.account_id == account_id)
    return session.scalars(query.order_by(ApiToken.id.desc())).all()
