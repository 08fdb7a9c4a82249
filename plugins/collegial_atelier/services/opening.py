"""Open an atelier, start it with its group, finish it."""

from collections.abc import Sequence
from datetime import date

from collegial.plugin import (
    ZERO,
    Context,
    Invalid,
    Missing,
    Money,
    ParticipationAccepted,
    Refused,
    WorkCalledOff,
    change_work,
    count_taking_part,
    finish_work,
    held_work,
    open_work,
    require,
    start_work,
    t,
)
from collegial_atelier import rules
from collegial_atelier.events import AtelierChanged, AtelierFinished, AtelierOpened, AtelierStarted
from collegial_atelier.models import Atelier, Theme
from collegial_atelier.permissions import KIND, MANAGE
from collegial_atelier.rules import AtelierKind, Size


def open_atelier(
    context: Context,
    *,
    kind: AtelierKind,
    title: str,
    question: str,
    starts_on: date,
    ends_on: date,
    size: Size,
    needed: Money = ZERO,
    themes: Sequence[str] = (),
    priority_key: str | None = None,
) -> Atelier:
    """Open an atelier for a season. Raises Invalid at the day or the size that cannot be."""
    require(context.by, MANAGE)
    _check(starts_on, ends_on, size, needed)
    work = open_work(context, kind=KIND, title=title, question=question, priority_key=priority_key)
    atelier = Atelier(
        id=work.id, work=work, kind=kind, starts_on=starts_on, ends_on=ends_on, least=size.least,
        most=size.most, needed=needed,
        themes=[Theme(position=place, label=one) for place, one in enumerate(themes, start=1)],
    )  # fmt: skip
    context.session.add(atelier)
    context.session.flush()  # what is attached to it next names it
    context.emit(AtelierOpened(atelier=atelier.id, title=title, kind=kind.value))
    return atelier


def change_atelier(
    context: Context,
    *,
    atelier_id: int,
    title: str,
    question: str,
    starts_on: date,
    ends_on: date,
    size: Size,
    needed: Money = ZERO,
    priority_key: str | None = None,
) -> Atelier:
    """Change what an atelier says of itself, until it is finished; its group fits into it as before.

    Raises Invalid and Refused.
    """
    require(context.by, MANAGE)
    atelier = held(context, atelier_id)
    _check(starts_on, ends_on, size, needed)
    if size.most < count_taking_part(context.session, atelier.id):
        raise Invalid("atelier.group_larger", t("The group is larger than that already."), field="most")
    change_work(context, atelier.work, title=title, question=question, priority_key=priority_key)
    atelier.starts_on, atelier.ends_on, atelier.needed = starts_on, ends_on, needed
    atelier.least, atelier.most = size.least, size.most
    context.session.flush()
    context.emit(AtelierChanged(atelier=atelier.id, title=title))
    return atelier


def _check(starts_on: date, ends_on: date, size: Size, needed: Money) -> None:
    if fault := rules.season_fault(starts_on, ends_on):
        raise Invalid("atelier.season", fault, field="ends_on")
    if fault := rules.size_fault(size):
        raise Invalid("atelier.size", fault, field="most" if size.most < size.least else "least")
    if needed < ZERO:
        raise Invalid("atelier.needed", t("An amount needed cannot be negative."), field="needed")


def on_participation_accepted(context: Context, event: ParticipationAccepted) -> None:
    """Refuse one structure more than the group holds: the acceptance is undone with it."""
    atelier = context.session.get(Atelier, event.work)
    if atelier is None:
        return
    obstacle = rules.why_not_full(count_taking_part(context.session, event.work), atelier.size)
    if obstacle:
        raise Refused("atelier.group_full", obstacle)


def start_atelier(context: Context, *, atelier_id: int) -> Atelier:
    """Let the group begin. Raises Refused while it is too small."""
    require(context.by, MANAGE)
    atelier = held(context, atelier_id)
    members = count_taking_part(context.session, atelier.id)
    obstacle = rules.why_not_start(members, atelier.size)
    if obstacle:
        raise Refused("atelier.group_size", obstacle)
    start_work(context, atelier.work)
    context.emit(AtelierStarted(atelier=atelier.id, members=members))
    return atelier


def finish_atelier(context: Context, *, atelier_id: int) -> Atelier:
    """End the work of the group: its productions can be published, structures can sponsor others."""
    require(context.by, MANAGE)
    atelier = held(context, atelier_id)
    finish_work(context, atelier.work)
    context.emit(AtelierFinished(atelier=atelier.id))
    return atelier


def on_work_called_off(context: Context, event: WorkCalledOff) -> None:
    """Let only who leads ateliers call one off: for others it is undone."""
    if context.session.get(Atelier, event.work) is not None:
        require(context.by, MANAGE)


def held(context: Context, atelier_id: int, *, to_report: bool = False) -> Atelier:
    """Return an atelier whose work is locked: two people may press the same button at once."""
    atelier = context.session.get(Atelier, atelier_id)
    if atelier is None:
        raise Missing("atelier.unknown", t("There is no such atelier."))
    held_work(context, atelier_id, to_report=to_report)
    return atelier
