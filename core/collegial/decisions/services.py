"""Enter decisions in the register and follow them until they are done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from collegial.actors.models import Actor
from collegial.assemblies.models import Resolution
from collegial.decisions.events import (
    DecisionEntered,
    DecisionFollowed,
    DecisionMadeKnown,
    DecisionTakenBack,
)
from collegial.decisions.models import (
    Decision,
    DecisionPublication,
    DecisionSource,
    FollowUp,
    FollowUpState,
)
from collegial.decisions.permissions import MANAGE
from collegial.decisions.queries import UNDONE, last_number, publication
from collegial.decisions.queries import decision as decision_numbered
from collegial.journal.services import hold_order
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class HandEntry:
    """A decision that no vote of the program counted."""

    source: DecisionSource
    body: str
    title: str
    text: str
    decided_on: date
    is_adopted: bool = True


def enter_counted(
    context: Context,
    resolution: Resolution,
    *,
    is_adopted: bool,
    elected: dict[str, Any] | None = None,
    is_carried_out: bool = False,
) -> Decision:
    """Enter a resolution whose vote was just counted.

    The register takes it when the vote closes: a count is final from that moment, whether or not the
    minutes are ever written. Called by the program within that act, it asks for no right of its own.
    `is_carried_out` says that the same act seats everybody elected, or ends the seat of whom it revokes.
    """
    return _enter(
        context,
        Decision(
            source=DecisionSource.ASSEMBLY, resolution_id=resolution.id, assembly_id=resolution.assembly_id,
            title=resolution.title, text=resolution.text, is_adopted=is_adopted,
            decided_on=context.today, elected=elected,
        ),
        FollowUpState.DONE if is_carried_out else FollowUpState.TO_DO,
    )  # fmt: skip


def note_carried_out(context: Context, resolution_id: int) -> None:
    """Note the decision of a resolution as done, where it still waits; the program's own, within another act."""
    found = context.session.scalars(
        select(Decision).where(Decision.resolution_id == resolution_id)
    ).one_or_none()
    if found is not None and found.steps and found.steps[-1].state in UNDONE:
        _tell(context, found, _add_step(context, found, FollowUp(state=FollowUpState.DONE)))


def enter_by_hand(context: Context, entry: HandEntry) -> Decision:
    """Enter a decision of the board or of a written consultation.

    Raises Invalid when a text is missing or the day is still to come.
    """
    require(context.by, MANAGE)
    if entry.source is DecisionSource.ASSEMBLY:
        raise Invalid("decisions.counted", t("A decision of the assembly comes from its counted vote."))
    for field in ("body", "title", "text"):
        if not getattr(entry, field).strip():
            raise Invalid(f"decisions.no_{field}", t("This answer is needed."), field=field)
    if entry.decided_on > context.today:
        raise Invalid(
            "decisions.to_come", t("A decision is entered once it is taken: this day is still to come."),
            field="decided_on",
        )  # fmt: skip
    return _enter(
        context,
        Decision(
            source=entry.source, body=entry.body.strip(), title=entry.title.strip(), text=entry.text.strip(),
            is_adopted=entry.is_adopted, decided_on=entry.decided_on,
        ),
    )  # fmt: skip


def follow(
    context: Context,
    number: int,
    *,
    state: FollowUpState,
    owner: Actor | None = None,
    due_on: date | None = None,
    note: str = "",
) -> FollowUp:
    """Note a step in carrying out an adopted decision; it stands beside the earlier ones.

    Raises Missing for an unknown number, Refused for a rejected decision, Invalid when work that is to be
    done has nobody to do it, when a dropped decision has no reason, or for a step that says nothing new.
    """
    require(context.by, MANAGE)
    decision = decision_numbered(context.session, number)
    if not decision.is_adopted:
        raise Refused("decisions.rejected", t("This resolution was rejected: there is nothing to carry out."))
    if state is FollowUpState.UNDER_WAY and owner is None:
        raise Invalid("decisions.no_owner", t("Say who carries it out."), field="owner_id")
    if state is FollowUpState.DROPPED and not note.strip():
        raise Invalid("decisions.no_reason", t("Say why it is not carried out."), field="note")
    last = decision.steps[-1]
    if not note.strip() and (last.state, last.owner, last.due_on) == (state, owner, due_on):
        raise Invalid(
            "decisions.nothing_new",
            t("Nothing has changed since the last step: choose how it stands now, or write what was done."),
            field="state",
        )
    step = FollowUp(state=state, owner=owner, due_on=due_on, note=note.strip() or None)
    return _tell(context, decision, _add_step(context, decision, step))


def make_known(context: Context, number: int) -> None:
    """Let everyone read a decision: its title, its text, when and by whom it was taken; no name of anyone.

    Nothing happens where it is public already. Raises Missing for an unknown number.
    """
    require(context.by, MANAGE)
    hold_order(context.session)  # two at once make it known once
    decision = decision_numbered(context.session, number)
    if publication(context.session, decision) is not None:
        return
    context.session.add(
        DecisionPublication(
            decision_id=decision.id, published_at=context.clock.now(), published_by=context.by.name
        )
    )
    context.emit(DecisionMadeKnown(number=number))


def take_back(context: Context, number: int) -> None:
    """Take a decision off the public site, at once; nothing happens where it is not there."""
    require(context.by, MANAGE)
    hold_order(context.session)
    found = publication(context.session, decision_numbered(context.session, number))
    if found is not None:
        found.withdrawn_at = context.clock.now()
        context.emit(DecisionTakenBack(number=number))


def _enter(context: Context, decision: Decision, state: FollowUpState = FollowUpState.TO_DO) -> Decision:
    hold_order(context.session)
    decision.number, decision.recorded_at = last_number(context.session) + 1, context.clock.now()
    if decision.is_adopted:
        _add_step(context, decision, FollowUp(state=state))
    context.session.add(decision)
    context.session.flush()  # the number is taken, or refused, here
    context.emit(
        DecisionEntered(
            number=decision.number, source=decision.source.value, resolution=decision.resolution_id,
            is_adopted=decision.is_adopted, decided_on=decision.decided_on.isoformat(),
        )
    )  # fmt: skip
    return decision


def _add_step(context: Context, decision: Decision, step: FollowUp) -> FollowUp:
    step.recorded_at, step.recorded_by = context.clock.now(), context.by.name
    decision.steps.append(step)
    return step


def _tell(context: Context, decision: Decision, step: FollowUp) -> FollowUp:
    context.emit(
        DecisionFollowed(
            number=decision.number, state=step.state.value, owner=step.owner.id if step.owner else None,
            due_on=step.due_on.isoformat() if step.due_on else None,
        )
    )  # fmt: skip
    return step
