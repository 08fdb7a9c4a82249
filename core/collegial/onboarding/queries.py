"""Read how far a new Pays, or a new member, has come."""

import json
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account, Passkey
from collegial.actors.models import Actor
from collegial.assemblies.models import Assembly, AssemblyState, Attendance, Mandate, MandateKind, RollEntry
from collegial.config import LAST_BACKUP, Settings
from collegial.membership.models import Member
from collegial.onboarding.models import ListPutAway, MailTrial

_RECENT = timedelta(days=8)


def lists_put_away(session: Session, account_id: int) -> set[str]:
    """Return the lists that an account put away."""
    return set(session.scalars(select(ListPutAway.list_key).where(ListPutAway.account_id == account_id)))


def mail_was_tried(session: Session) -> bool:
    """Tell whether the mail server took a trial."""
    return session.get(MailTrial, 1) is not None


def has_members(session: Session) -> bool:
    """Tell whether anybody was ever admitted."""
    return session.scalar(select(func.min(Member.id))) is not None


def is_backed_up(settings: Settings, now: datetime) -> bool:
    """Tell whether a backup was made lately; the command notes it beside the settings."""
    try:
        made = json.loads((settings.folder / LAST_BACKUP).read_text(encoding="utf-8"))["made_at"]
    except (OSError, ValueError, KeyError):
        return False
    return now - datetime.fromisoformat(made) <= _RECENT


def signs_in_without_mail(session: Session, account_id: int) -> bool:
    """Tell whether an account has a passkey or a password."""
    has_passkey = select(Passkey.id).where(Passkey.user_id == account_id).exists()
    query = select(Account.id).where(Account.id == account_id, has_passkey | Account.password.is_not(None))
    return session.scalar(query) is not None


def next_assembly(session: Session, actor_id: int) -> tuple[Assembly, bool] | None:
    """Return the next assembly that someone is convened to, and whether they answered: came, or gave a proxy."""
    states = (AssemblyState.CONVENED, AssemblyState.OPEN)
    came = select(Attendance.id).where(Attendance.entry_id == RollEntry.id).exists()
    gave = select(Mandate.id).where(
        Mandate.giver_id == RollEntry.id, Mandate.kind == MandateKind.PROXY, Mandate.revoked_at.is_(None)
    )
    query = (
        select(Assembly, came | gave.exists())
        .join(RollEntry, RollEntry.assembly_id == Assembly.id)
        .where(RollEntry.voter_id == actor_id, Assembly.state.in_(states))
        .order_by(Assembly.starts_at)
        .limit(1)
    )
    row = session.execute(query).first()
    return (row[0], bool(row[1])) if row else None


def has_own_address(session: Session, account: Account) -> bool:
    """Tell whether the directory writes to a person at the address with which they sign in."""
    email = session.scalar(select(Actor.email).where(Actor.id == account.actor_id))
    return (email or "").lower() == account.email
