"""Open, start and finish works for the modules that lead them; the charter and the pole's duties."""

from datetime import date

from sqlalchemy import func, select

from collegial.kernel.errors import Invalid, Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.works.events import CharterAdopted, DutyAdded, DutyTicked
from collegial.works.models import Charter, Duty, Work
from collegial.works.permissions import MANAGE
from collegial.works.queries import check_priority
from collegial.works.rules import FIRST_DUTIES, DutyKind, WorkPhase

CALLED_OFF = t("This work was called off: nothing more is entered in it.")


def held_work(context: Context, work_id: int, *, to_report: bool = False) -> Work:
    """Return a work, locked: two people may press the same button at once. Raises Missing.

    Raises Refused for one that was called off, save to report what happened before.
    """
    work = held_row(context.session, Work, work_id)
    if work is None:
        raise Missing("works.unknown", t("There is no such common work."))
    if work.is_off and not to_report:
        raise Refused("works.called_off", CALLED_OFF)
    return work


def open_work(
    context: Context,
    *,
    kind: str,
    title: str,
    question: str,
    theme: str | None = None,
    priority_key: str | None = None,
    opened_on: date | None = None,
) -> Work:
    """Open a work, today unless it was opened earlier, with the pole's usual duties; its module says so."""
    require(context.by, MANAGE)
    check_priority(context.session, priority_key)
    day = context.today
    if opened_on is not None and opened_on > day:
        raise Invalid("works.future_opening", t("A work cannot be opened in the future."), field="opened_on")
    work = Work(
        kind=kind, title=title, question=question, theme=theme, priority_key=priority_key,
        phase=WorkPhase.BEFORE, opened_on=opened_on or day,
    )  # fmt: skip
    context.session.add(work)
    context.session.flush()  # what its module keeps of it has the same number
    duties = [Duty(work_id=work.id, kind=one, label=label.msgid) for one, label in FIRST_DUTIES]
    context.session.add_all(duties)
    return work


def change_work(
    context: Context,
    work: Work,
    *,
    title: str,
    question: str,
    theme: str | None = None,
    priority_key: str | None = None,
) -> None:
    """Change what a work says of itself; the module that leads it says so. Raises Refused once it is finished."""
    require(context.by, MANAGE)
    if work.is_over:
        raise Refused("works.finished", t("This work is finished: it stays as it is."))
    check_priority(context.session, priority_key)
    work.title, work.question, work.theme, work.priority_key = title, question, theme, priority_key
    context.session.flush()
    context.session.expire(work, ["priority"])


def start_work(context: Context, work: Work) -> None:
    """Let a work begin; the module that leads it has checked and says so. Raises Refused when it has begun."""
    require(context.by, MANAGE)
    if work.phase is not WorkPhase.BEFORE:
        raise Refused("works.already_started", t("This work has already started."))
    work.phase, work.started_on = WorkPhase.DURING, context.today


def adopt_charter(context: Context, *, text: str) -> Charter:
    """Adopt a new version of the charter; those who accepted an earlier one keep theirs."""
    require(context.by, MANAGE)
    if not text.strip():
        raise Invalid("works.empty_charter", t("Write the charter."), field="text")
    last = context.session.scalar(select(func.max(Charter.version))) or 0
    charter = Charter(version=last + 1, text=text.strip(), adopted_on=context.today)
    with or_refuse(
        context.session,
        Refused("works.charter_adopted", t("Another version was adopted just now. Read it first.")),
    ):
        context.session.add(charter)
    context.emit(CharterAdopted(version=charter.version))
    return charter


def add_duty(
    context: Context, *, work_id: int, kind: DutyKind, label: str, due_on: date | None = None
) -> Duty:
    """Add something that the pole sees to."""
    require(context.by, MANAGE)
    work = held_work(context, work_id)
    if not label.strip():
        raise Invalid("works.empty_duty", t("Say what is to be done."), field="label")
    duty = Duty(work_id=work.id, kind=kind, label=label.strip(), due_on=due_on)
    context.session.add(duty)
    context.session.flush()
    context.emit(DutyAdded(work=work.id, duty=duty.id))
    return duty


def tick_duty(context: Context, *, work_id: int, duty_id: int, is_done: bool) -> Duty:
    """Say that a duty is done today, or that it is to be done after all."""
    require(context.by, MANAGE)
    held_work(context, work_id)
    duty = context.session.get(Duty, duty_id)
    if duty is None or duty.work_id != work_id:
        raise Missing("works.no_duty", t("There is no such duty."))
    if is_done != (duty.done_on is not None):
        duty.done_on = context.today if is_done else None
        context.emit(DutyTicked(work=work_id, duty=duty.id, is_done=is_done))
    return duty
