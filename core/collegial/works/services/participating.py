"""Ask to take part, accept or refuse with a reason, leave, say what one got."""

from sqlalchemy import select

from collegial.actors.models import Actor, ActorKind
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.works import queries
from collegial.works.events import (
    GainRecorded,
    ParticipationAccepted,
    ParticipationAsked,
    ParticipationEnded,
    ParticipationRefused,
)
from collegial.works.models import Participation, WorkMeeting
from collegial.works.permissions import MANAGE
from collegial.works.rules import ParticipationState, Statement, faults_of
from collegial.works.services.working import held_work

ANSWER = "works.answer"


def ask_to_take_part(context: Context, *, work_id: int, actor_id: int, statement: Statement) -> Participation:
    """Ask for a structure to take part. Raises Invalid at the first thing its statement lacks."""
    _require_voice(context, actor_id)
    work = held_work(context, work_id)
    if work.is_over:
        raise Refused("works.finished", t("This work is finished; nobody can join it now."))
    actor = context.session.get(Actor, actor_id)
    if actor is None or actor.kind is not ActorKind.ORGANISATION or actor.merged_into_id is not None:
        raise Invalid("works.not_a_structure", t("Choose a structure from the directory."), field="actor_id")
    for fault in faults_of(statement):
        raise Invalid(fault.code, fault.text, field=fault.field)
    charter = queries.charter_in_force(context.session)
    if charter is None:
        raise Refused(
            "works.no_charter", t("There is no charter yet. Who leads common works must adopt one first.")
        )
    row = Participation(
        work_id=work.id, actor_id=actor.id, charter_id=charter.id, state=ParticipationState.ASKED,
        collective_value=statement.collective_value.strip(), own_support=statement.support.strip() or None,
        own_service=statement.service.strip() or None, own_network=statement.network.strip() or None,
        brings=statement.brings.strip(), hopes=statement.hopes.strip() or None, asked_on=context.today,
    )  # fmt: skip
    with or_refuse(
        context.session,
        Refused(
            "works.already_in", t("This structure already takes part, or has asked to."), field="actor_id"
        ),
    ):
        context.session.add(row)
    context.emit(ParticipationAsked(participation=row.id, work=work.id, actor=actor.id))
    return row


def accept_participation(context: Context, row: Participation) -> None:
    """Let a structure take part; the module of the work may refuse, and undo it."""
    require(context.by, MANAGE)
    held_work(context, row.work_id)
    _require_asked(row)
    row.state, row.decided_on = ParticipationState.ACCEPTED, context.today
    context.session.flush()  # the module counts who takes part
    context.emit(ParticipationAccepted(participation=row.id, work=row.work_id, actor=row.actor_id))
    promise(context.session, ANSWER, {"participation": row.id}, at=context.clock.now())


def refuse_participation(context: Context, row: Participation, *, reason: str) -> None:
    """Refuse a structure, with the reason that it is told."""
    require(context.by, MANAGE)
    held_work(context, row.work_id)
    _require_asked(row)
    if not reason.strip():
        raise Invalid("works.no_reason", t("Say why: the structure is told."), field="reason")
    row.state, row.decided_on, row.refusal = ParticipationState.REFUSED, context.today, reason.strip()
    context.emit(ParticipationRefused(participation=row.id, work=row.work_id, actor=row.actor_id))
    promise(context.session, ANSWER, {"participation": row.id}, at=context.clock.now())


def take_part(context: Context, *, work_id: int, actor_id: int, statement: Statement) -> Participation:
    """Enter a structure that stated its reasons on paper or at a meeting, and accept it at once."""
    require(context.by, MANAGE)
    row = ask_to_take_part(context, work_id=work_id, actor_id=actor_id, statement=statement)
    accept_participation(context, row)
    return row


def leave_work(context: Context, row: Participation) -> int:
    """Let a structure leave; return how many meetings to come must find another host."""
    _require_voice(context, row.actor_id)
    held_work(context, row.work_id)
    if row.state is not ParticipationState.ACCEPTED:
        raise Refused("works.not_in", t("This structure does not take part."))
    row.state, row.left_on = ParticipationState.LEFT, context.today
    hosted = context.session.scalars(
        select(WorkMeeting).where(
            WorkMeeting.work_id == row.work_id, WorkMeeting.host_id == row.actor_id,
            WorkMeeting.starts_at >= context.clock.now(), WorkMeeting.called_off_at.is_(None),
        )
    ).all()  # fmt: skip
    for meeting in hosted:
        meeting.host_id, meeting.revision = None, meeting.revision + 1
    context.session.flush()
    context.emit(
        ParticipationEnded(participation=row.id, work=row.work_id, actor=row.actor_id, meetings=len(hosted))
    )
    return len(hosted)


def record_gain(context: Context, row: Participation, *, gained: str) -> None:
    """Keep what a structure got from the work; said once it is finished, or when it has left."""
    _require_voice(context, row.actor_id)
    work = held_work(context, row.work_id, to_report=True)
    ended = work.is_over and row.state is ParticipationState.ACCEPTED
    if not ended and row.state is not ParticipationState.LEFT:
        raise Refused("works.not_ended", t("A structure says what it got once the work is finished."))
    if not gained.strip():
        raise Invalid("works.no_gain", t("Say what the structure got, even if it is little."), field="gained")
    row.gained, row.gained_on = gained.strip(), context.today
    context.emit(GainRecorded(work=work.id, actor=row.actor_id))


def _require_asked(row: Participation) -> None:
    if row.state is not ParticipationState.ASKED:
        raise Refused("works.answered", t("This request has already been answered."))


def _require_voice(context: Context, actor_id: int) -> None:
    """Let pass who leads works, and who speaks for the structure."""
    by = context.by
    if by.may(MANAGE) or queries.speaks_for(context.session, by, actor_id, context.today):
        return
    raise Forbidden("works.not_yours", t("You may not speak for this structure."))
