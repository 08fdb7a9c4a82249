"""Read what was given for an assembly, and how far its convened members are told of a change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from collegial.actors.models import Actor
from collegial.assemblies.models import (
    BlankProxy,
    Change,
    ChangeLetter,
    CorrespondenceForm,
    Invitation,
    Mandate,
    MandateKind,
    RollEntry,
    SpouseProxy,
    WrittenQuestion,
)
from collegial.assemblies.queries.letters import letters_with_readers, waiting_letters
from collegial.convocations.queries import MAIL, POST
from collegial.kernel.errors import Missing
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was given for an assembly: how many were convened by which way, and what they sent."""

    by_mail: int
    by_post: int
    proxies: int
    forms: int
    questions: int


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How far those who were convened are told."""

    mailed: int
    to_mail: int
    posted: int
    to_post: int

    @property
    def is_under_way(self) -> bool:
        """Tell whether mails still wait to leave."""
        return self.mailed < self.to_mail


def given_for(session: Session, assembly_id: int) -> Given:
    """Count what a call-off would tell, and what would lose its effect."""
    roll = select(RollEntry.id).where(RollEntry.assembly_id == assembly_id)
    by_way = select(Invitation.channel, func.count()).where(Invitation.entry_id.in_(roll))
    rows = session.execute(by_way.group_by(Invitation.channel))
    counts = {row[0]: row[1] for row in rows}
    proxy = (
        Mandate.assembly_id == assembly_id,
        Mandate.kind == MandateKind.PROXY,
        Mandate.revoked_at.is_(None),
    )
    blank = (BlankProxy.entry_id.in_(roll), BlankProxy.revoked_at.is_(None))
    spouse = (SpouseProxy.entry_id.in_(roll), SpouseProxy.revoked_at.is_(None))
    form = (CorrespondenceForm.entry_id.in_(roll), CorrespondenceForm.withdrawn_at.is_(None))
    return Given(
        by_mail=counts.get(MAIL, 0),
        by_post=counts.get(POST, 0),
        proxies=sum(_count(session, *one) for one in (proxy, blank, spouse)),
        forms=_count(session, *form),
        questions=_count(session, WrittenQuestion.assembly_id == assembly_id),
    )


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0


def change(session: Session, change_id: int) -> Change:
    """Return a change with its assembly; raises Missing."""
    found = session.get(Change, change_id, options=[joinedload(Change.assembly)])
    if found is None:
        raise Missing("calling_off.unknown", t("There is no such change of an assembly."))
    return found


def telling_of(session: Session, change_id: int) -> Telling:
    """Count the letters of a change by channel."""
    rows = session.execute(
        select(ChangeLetter.channel, func.count(), func.count(ChangeLetter.sent_at))
        .where(ChangeLetter.change_id == change_id)
        .group_by(ChangeLetter.channel)
    )
    counts = {channel: (total, sent) for channel, total, sent in rows}
    (to_mail, mailed), (to_post, posted) = counts.get(MAIL, (0, 0)), counts.get(POST, (0, 0))
    return Telling(mailed=mailed, to_mail=to_mail, posted=posted, to_post=to_post)


def letters_to_post(change_id: int) -> Select[ChangeLetter]:
    """Select the letters of a change that wait to be posted, by name."""
    return waiting_letters(ChangeLetter, ChangeLetter.change_id == change_id, ChangeLetter.channel == POST)


def addressed(session: Session, numbers: Collection[int]) -> Sequence[Row[ChangeLetter, Actor]]:
    """Return letters that have not left, each with its reader, in the order of their numbers."""
    rows = letters_with_readers(ChangeLetter, ChangeLetter.id.in_(numbers), ChangeLetter.sent_at.is_(None))
    with_meeting = rows.options(joinedload(ChangeLetter.change).joinedload(Change.assembly))
    return session.execute(with_meeting).all()


def waiting_changes(session: Session, *, most: int) -> Sequence[Row[Change, int]]:
    """Return the changes whose letters wait to be posted, with how many, the latest first."""
    return session.execute(
        select(Change, func.count(ChangeLetter.id))
        .join(ChangeLetter, ChangeLetter.change_id == Change.id)
        .join(Change.assembly)
        .options(contains_eager(Change.assembly))
        .where(ChangeLetter.channel == POST, ChangeLetter.sent_at.is_(None))
        .group_by(Change.id, *Change.assembly.property.mapper.columns)
        .order_by(Change.id.desc())
        .limit(most)
    ).all()
