"""Read what the pages of votes by correspondence show."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, AssemblyState, CorrespondenceForm, RollEntry
from collegial.assemblies.queries.attending import entries_of_voter, present_entry_ids
from collegial.assemblies.queries.corresponding import form_dates_of, form_rule, forms_of
from collegial.statutes.rules import CorrespondenceRule, FormDates


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How one votes by correspondence in an assembly, and until when."""

    rule: CorrespondenceRule
    dates: FormDates


def terms_of(session: Session, meeting: Assembly, zone: str) -> Terms | None:
    """Return the terms of an assembly that is convened; None where there is no such vote."""
    if meeting.state is AssemblyState.DRAFT:
        return None
    rule, dates = form_rule(session, meeting, zone), form_dates_of(session, meeting, zone)
    return Terms(rule=rule, dates=dates) if rule and dates else None


@dataclass(frozen=True, kw_only=True)
class OwnForm:
    """A voting right of the reader, with its form."""

    entry: RollEntry
    form: CorrespondenceForm | None
    is_here: bool


def own_forms(session: Session, assembly_id: int, actor_id: int | None) -> Sequence[OwnForm]:
    """Return the reader's voting rights in an assembly, with their forms."""
    entries = entries_of_voter(session, assembly_id, actor_id)
    forms = forms_of(session, [one.id for one in entries])
    here = present_entry_ids(session, assembly_id, actor_id)
    return [OwnForm(entry=one, form=forms.get(one.id), is_here=one.id in here) for one in entries]


def form_count(session: Session, assembly_id: int) -> int:
    """Count the forms that hold in an assembly."""
    holds = (
        select(func.count())
        .select_from(CorrespondenceForm)
        .join(CorrespondenceForm.entry)
        .where(RollEntry.assembly_id == assembly_id, CorrespondenceForm.withdrawn_at.is_(None))
    )
    return session.scalar(holds) or 0
