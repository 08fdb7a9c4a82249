"""Failed tries to sign in: kept for a while, shown to the owner of the account, counted for administrators."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from collegial.accounts.models import AccountAttempt
from collegial.accounts.rules import ATTEMPTS_KEPT, MOST_ATTEMPTS, Way

_PERIODS = (timedelta(days=1), timedelta(days=7), timedelta(days=30))


def note_attempt(
    session: Session, account_id: int | None, way: Way, *, device: str, now: datetime
) -> AccountAttempt:
    """Keep that a sign-in failed; an address without an account is kept as well, so that both take as long."""
    made = AccountAttempt(account_id=account_id, way=way, device=device, tried_at=now)
    session.add(made)
    return made


def attempts_of(session: Session, account_id: int) -> Sequence[AccountAttempt]:
    """Return the last failed tries at an account, the latest first."""
    query = select(AccountAttempt).where(AccountAttempt.account_id == account_id)
    return session.scalars(query.order_by(AccountAttempt.id.desc()).limit(MOST_ATTEMPTS)).all()


def was_just_told(session: Session, account_id: int, now: datetime) -> bool:
    """Tell whether a used code was shown for an account within the hour: its owner is told once."""
    query = select(AccountAttempt.id).where(
        AccountAttempt.account_id == account_id,
        AccountAttempt.way == Way.USED,
        AccountAttempt.tried_at > now - timedelta(hours=1),
    )
    return session.scalar(query.limit(1)) is not None


def failures_by_period(session: Session, now: datetime) -> Sequence[tuple[int, Mapping[str, int]]]:
    """Return how many tries failed in the last day, week and month, by way; `unknown` are those without an account."""
    return [(period.days, _counted(session, now - period)) for period in _PERIODS]


def _counted(session: Session, since: datetime) -> Mapping[str, int]:
    query = (
        select(AccountAttempt.way, AccountAttempt.account_id.is_(None), func.count())
        .where(AccountAttempt.tried_at > since)
        .group_by(AccountAttempt.way, AccountAttempt.account_id.is_(None))
    )
    found = {one.value: 0 for one in Way} | {"unknown": 0}
    for way, is_unknown, number in session.execute(query):
        found["unknown" if is_unknown else way.value] += number
    return found


def sweep_attempts(session: Session, now: datetime) -> None:
    """Forget old tries, and those of an account beyond the last ones."""
    ranked = (
        select(
            AccountAttempt.id,
            func.row_number()
            .over(partition_by=AccountAttempt.account_id, order_by=AccountAttempt.id.desc())
            .label("place"),
        )
        .where(AccountAttempt.account_id.is_not(None))
        .subquery()
    )
    beyond = select(ranked.c.id).where(ranked.c.place > MOST_ATTEMPTS)
    for which in (AccountAttempt.tried_at <= now - ATTEMPTS_KEPT, AccountAttempt.id.in_(beyond)):
        session.execute(delete(AccountAttempt).where(which), execution_options={"synchronize_session": False})
