"""Read identities."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account
from collegial.oidc.models import Identity


def identity(session: Session, issuer: str, subject: str) -> Identity | None:
    """Return the identity that a provider vouches for, if it is tied to an account."""
    found = select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    return session.scalars(found).one_or_none()


def identity_of(session: Session, account_id: int, issuer: str) -> Identity | None:
    """Return what an account is tied to at a provider."""
    found = select(Identity).where(Identity.account_id == account_id, Identity.issuer == issuer)
    return session.scalars(found).one_or_none()


def account_of(session: Session, issuer: str, subject: str) -> Account | None:
    """Return the open account that an identity signs in to."""
    query = (
        select(Account)
        .join(Identity, Identity.account_id == Account.id)
        .where(Identity.issuer == issuer, Identity.subject == subject, Account.active)
    )
    return session.scalars(query).one_or_none()
