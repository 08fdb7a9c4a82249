"""Read notices and choices, and find whom an audience is."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account, AccountRole, RoleRow
from collegial.actors.queries import voter_of
from collegial.hooks.noticing import Audience, NoticeWay
from collegial.kernel.errors import Missing
from collegial.kernel.paging import Page, page_of
from collegial.kernel.text import t
from collegial.notices.models import Notice, NoticeChoice


def accounts_of(session: Session, audience: Audience, day: date) -> Sequence[Account]:
    """Return the open accounts that are told: of actors, of who votes for them, of holders of a right, or named."""
    actors = list(audience.actors)
    found = [
        Account.id.in_(audience.accounts),
        Account.actor_id.in_({*actors, *voter_of(session, actors, day).values()} if actors else ()),
    ]
    if audience.holders is not None:
        roles = select(AccountRole.account_id).join(RoleRow, RoleRow.id == AccountRole.role_id)
        found.append(Account.id.in_(roles.where(RoleRow.name.in_(audience.holders.roles))))
    return session.scalars(select(Account).where(Account.active, or_(*found)).order_by(Account.id)).all()


def choices_of(session: Session, accounts: Collection[int], kind: str) -> Mapping[int, NoticeWay]:
    """Return what some accounts chose for a kind."""
    chosen = select(NoticeChoice.account_id, NoticeChoice.way).where(
        NoticeChoice.account_id.in_(accounts), NoticeChoice.kind == kind
    )
    return dict(session.execute(chosen).all())


def choices(session: Session, account_id: int) -> Mapping[str, NoticeWay]:
    """Return what an account chose, by kind."""
    chosen = select(NoticeChoice.kind, NoticeChoice.way).where(NoticeChoice.account_id == account_id)
    return dict(session.execute(chosen).all())


def holds_anything(session: Session, account_id: int) -> bool:
    """Tell whether anything is kept for an account: what it was told, or what it chose."""
    told = select(Notice.id).where(Notice.account_id == account_id)
    chosen = select(NoticeChoice.kind).where(NoticeChoice.account_id == account_id)
    return session.scalar(select(or_(told.exists(), chosen.exists()))) or False


def notices_of(session: Session, account_id: int, *, number: int = 1, unread: bool = False) -> Page[Notice]:
    """Return a page of what an account was told, the latest first."""
    told = select(Notice).where(Notice.account_id == account_id)
    if unread:
        told = told.where(Notice.read_at.is_(None))
    return page_of(session, told.order_by(Notice.created_at.desc(), Notice.id.desc()), number=number, size=30)


def count_unread(session: Session, account_id: int) -> int:
    """Count what an account was told and did not open."""
    unread = select(func.count(Notice.id)).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return session.scalar(unread) or 0


def notice(session: Session, account_id: int, notice_id: int) -> Notice:
    """Return a notice of an account; raises Missing for one of another."""
    found = session.get(Notice, notice_id)
    if found is None or found.account_id != account_id:
        raise Missing("notices.unknown", t("There is no such notice, or it was too old to be kept."))
    return found


def waiting_for_digest(
    session: Session, kinds: Collection[str], until: datetime, account_id: int | None = None
) -> Sequence[Notice]:
    """Return what was told before a moment, was not mailed and not read, by account and time; or of one account."""
    told = select(Notice).where(
        Notice.kind.in_(kinds),
        Notice.mailed_at.is_(None),
        Notice.read_at.is_(None),
        Notice.created_at <= until,
    )
    if account_id is not None:
        told = told.where(Notice.account_id == account_id)
    return session.scalars(told.order_by(Notice.account_id, Notice.created_at, Notice.id)).all()
