"""Read the forms of vote by correspondence of an assembly."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from collegial.assemblies.models import Assembly, CorrespondenceForm, RollEntry
from collegial.assemblies.queries.meetings import rules_for
from collegial.kernel.clock import local_day
from collegial.statutes.rules import CorrespondenceRule, FormDates, correspondence_of, form_dates


def live_form_of(session: Session, entry_id: int) -> CorrespondenceForm | None:
    """Return the form that holds for an entry."""
    holds = select(CorrespondenceForm).where(
        CorrespondenceForm.entry_id == entry_id, CorrespondenceForm.withdrawn_at.is_(None)
    )
    return session.scalars(holds).one_or_none()


def forms_of(session: Session, entry_ids: Collection[int]) -> dict[int, CorrespondenceForm]:
    """Return the forms that hold for some entries, by entry."""
    holds = select(CorrespondenceForm).where(
        CorrespondenceForm.entry_id.in_(entry_ids), CorrespondenceForm.withdrawn_at.is_(None)
    )
    return {one.entry_id: one for one in session.scalars(holds)}


def live_forms(assembly_id: int) -> Select[CorrespondenceForm]:
    """Select the forms that hold in an assembly, by member number, with their entries."""
    return (
        select(CorrespondenceForm)
        .join(CorrespondenceForm.entry)
        .options(contains_eager(CorrespondenceForm.entry).joinedload(RollEntry.college))
        .where(RollEntry.assembly_id == assembly_id, CorrespondenceForm.withdrawn_at.is_(None))
        .order_by(RollEntry.member_number)
    )


def all_forms(session: Session, assembly_id: int) -> Sequence[CorrespondenceForm]:
    """Return every form of an assembly, withdrawn ones too, in the order in which they came."""
    every = (
        select(CorrespondenceForm)
        .join(CorrespondenceForm.entry)
        .options(joinedload(CorrespondenceForm.entry))
    )
    return session.scalars(
        every.where(RollEntry.assembly_id == assembly_id).order_by(CorrespondenceForm.id)
    ).all()


def form_rule(session: Session, meeting: Assembly, zone: str) -> CorrespondenceRule | None:
    """Return the rule of votes by correspondence of an assembly; None where there is no such vote."""
    rules = rules_for(session, meeting, zone)
    return correspondence_of(rules, on=local_day(meeting.starts_at, zone))


def form_dates_of(session: Session, meeting: Assembly, zone: str) -> FormDates | None:
    """Return the cut-off dates of the forms of an assembly."""
    return form_dates(rules_for(session, meeting, zone), local_day(meeting.starts_at, zone), zone)


def forms_to_carry(
    session: Session, before: Assembly, second: Assembly
) -> Sequence[Row[CorrespondenceForm, RollEntry]]:
    """Return the forms that hold for the convocation before, with the second's entries of who sent them."""
    entry, first = aliased(RollEntry), aliased(RollEntry)
    rows = (
        select(CorrespondenceForm, entry)
        .join(first, CorrespondenceForm.entry_id == first.id)
        .join(entry, and_(entry.member_id == first.member_id, entry.assembly_id == second.id))
        .where(first.assembly_id == before.id, CorrespondenceForm.withdrawn_at.is_(None))
    )
    return session.execute(rows.order_by(CorrespondenceForm.id)).all()
