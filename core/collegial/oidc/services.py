"""Tie an identity to one's account, and untie it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from collegial.accounts.events import AccountClosed, AddressChangeStopped, OwnerGiven
from collegial.accounts.models import Account
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.kernel.text import t
from collegial.oidc.events import IdentityTied, IdentityUntied
from collegial.oidc.models import Identity
from collegial.oidc.queries import identity, identity_of
from collegial.two_factors.events import SecondFactorReset


def tie(context: Context, *, issuer: str, subject: str, provider: str) -> bool:
    """Let an identity sign in to one's own account; tell whether it did not already.

    Raises Refused where it signs in to another account, or the account is tied to another identity of the provider.
    """
    account = _own(context)
    known = identity(context.session, issuer, subject)
    if known is not None and known.account_id == account.id:
        return False
    if known is not None:
        raise _taken(provider)
    if identity_of(context.session, account.id, issuer) is not None:
        raise Refused(
            "oidc.other",
            t(
                "Your account is linked to another %(provider)s identity: unlink that one first.",
                provider=provider,
            ),
        )
    _add(context, account.id, issuer, subject, provider)
    return True


def untie(context: Context, *, issuer: str, provider: str) -> None:
    """Take the identity away from one's own account. Raises Missing where there is none."""
    account = _own(context)
    row = identity_of(context.session, account.id, issuer)
    if row is None:
        raise Missing("oidc.none", t("Your account is not linked to %(provider)s.", provider=provider))
    _drop(context, row, provider)


def on_account_given_back(context: Context, stopped: AddressChangeStopped) -> None:
    """Take away what was tied since the address was asked for: it may be another one's identity."""
    if stopped.undone:
        _drop_all(context, stopped.account, since=datetime.fromisoformat(stopped.asked_at))


def on_account_closed(context: Context, closed: AccountClosed) -> None:
    """Forget the identities of an account that is closed."""
    _drop_all(context, closed.account)


def on_owner_given(context: Context, given: OwnerGiven) -> None:
    """Forget the identities of an account that is a person's from now on: its mailbox says who it is."""
    _drop_all(context, given.account)


def on_ways_reset(context: Context, reset: SecondFactorReset) -> None:
    """Leave the mailbox as the only way in, for whoever lost the others."""
    _drop_all(context, reset.account)


def forget(context: Context, account_id: int) -> None:
    """Take away all identities of an account."""
    _drop_all(context, account_id)


def _add(context: Context, account_id: int, issuer: str, subject: str, provider: str) -> None:
    row = Identity(account_id=account_id, issuer=issuer, subject=subject, tied_at=context.clock.now())
    try:
        with context.session.begin_nested():
            context.session.add(row)
    except IntegrityError:  # another account was tied to it at the same moment
        raise _taken(provider) from None
    context.emit(IdentityTied(account=account_id, provider=provider))


def _drop_all(context: Context, account_id: int, *, since: datetime | None = None) -> None:
    rows = select(Identity).where(Identity.account_id == account_id)
    if since is not None:
        rows = rows.where(Identity.tied_at >= since)
    for row in context.session.scalars(rows).all():
        _drop(context, row, row.issuer)


def _drop(context: Context, row: Identity, provider: str) -> None:
    context.session.delete(row)
    context.emit(IdentityUntied(account=row.account_id, provider=provider))


def _taken(provider: str) -> Refused:
    return Refused(
        "oidc.taken",
        t(
            "This %(provider)s identity opens another account. Unlink it there first.",
            provider=provider,
        ),
    )


def _own(context: Context) -> Account:
    require(context.by, SIGNED_IN)
    account = held_row(context.session, Account, context.by.account_id)
    assert account is not None  # a viewer of the database
    return account
