"""Follow how the actions of the last version are carried out, and name the decision that adopted it."""

from dataclasses import dataclass
from datetime import date

from collegial.decisions.models import Decision
from collegial.files.rules import Upload
from collegial.files.services import store_file
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.money import Money
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.proposals.events import AdoptionLinked, StepRecorded
from collegial.proposals.models import Adoption, CarryingState, CarryingStep, Proposal
from collegial.proposals.permissions import WRITE
from collegial.proposals.queries import content_of, draft_of, held_proposal, next_passage


@dataclass(frozen=True, kw_only=True)
class StepFields:
    """How an action stands: who carries it, when, with which money, and the report with its evidence."""

    state: CarryingState
    owner: str = ""
    starts_on: date | None = None
    due_on: date | None = None
    budget: Money | None = None
    budget_line: str = ""
    note: str = ""
    evidence: Upload | None = None


def record_step(context: Context, proposal: Proposal, action: str, fields: StepFields) -> CarryingStep:
    """Record how an action of the last stage stands now; earlier steps stay.

    Raises Refused before the last stage, Invalid for an unknown action, wrong dates, or an end without a word.
    """
    require(context.by, WRITE)
    proposal = held_proposal(context.session, proposal.id)
    require_last_stage(proposal)
    keys = {one.key for axis in content_of(context.session, draft_of(proposal)) for one in axis.actions}
    if action not in keys:
        raise Invalid("proposals.no_action", t("There is no such action: someone may have taken it out."))
    _check(fields)
    file = store_file(context, fields.evidence, permission=WRITE) if fields.evidence else None
    row = CarryingStep(
        proposal_id=proposal.id, action_key=action, state=fields.state, owner=fields.owner.strip() or None,
        starts_on=fields.starts_on, due_on=fields.due_on, budget=fields.budget,
        budget_line=fields.budget_line.strip() or None, note=fields.note.strip() or None, file=file,
        recorded_at=context.clock.now(), recorded_by=context.by.name[:200],
    )  # fmt: skip
    context.session.add(row)
    context.session.flush()
    context.emit(StepRecorded(proposal=proposal.slug, action=action, state=fields.state.value))
    return row


def link_adoption(context: Context, proposal: Proposal, decision: Decision) -> Adoption:
    """Name the adopted decision of the register that adopted the proposal; said once."""
    require(context.by, WRITE)
    held_proposal(context.session, proposal.id)
    if not decision.is_adopted:
        raise Invalid(
            "proposals.not_adopted", t("This decision of the register was not adopted."), field="decision"
        )
    row = Adoption(
        proposal_id=proposal.id, decision_id=decision.id, linked_at=context.clock.now(),
        linked_by=context.by.name[:200],
    )  # fmt: skip
    with or_refuse(
        context.session,
        Refused("proposals.adoption_linked", t("The decision that adopted it is already named.")),
    ):
        context.session.add(row)
    context.emit(AdoptionLinked(proposal=proposal.slug, decision=decision.number))
    return row


def require_last_stage(proposal: Proposal) -> None:
    """Raise Refused while a passage is still to come: nothing is carried out before."""
    if next_passage(proposal) is not None:
        raise Refused(
            "proposals.not_carried_out",
            t("The proposal has not come to its last stage: its actions are not carried out yet."),
        )


def _check(fields: StepFields) -> None:
    if fields.starts_on and fields.due_on and fields.due_on < fields.starts_on:
        raise Invalid("proposals.due_first", t("It cannot be due before it starts."), field="due_on")
    is_end = fields.state in (CarryingState.DONE, CarryingState.DROPPED)
    if is_end and not fields.note.strip():
        raise Invalid(
            "proposals.no_note", t("Write what came of it: the result, or why it is dropped."), field="note"
        )
    if fields.budget is not None and fields.budget.cents < 0:
        raise Invalid("proposals.budget", t("A budget is zero or more."), field="budget")
