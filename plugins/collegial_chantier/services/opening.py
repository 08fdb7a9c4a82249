"""Open a chantier and start it."""

from datetime import date

from collegial.plugin import (
    Context,
    Invalid,
    Missing,
    Proposal,
    Refused,
    WorkCalledOff,
    change_work,
    held_work,
    open_work,
    require,
    settings_of,
    start_work,
    t,
)
from collegial_chantier import queries, rules
from collegial_chantier.events import ChantierChanged, ChantierOpened, ChantierStarted
from collegial_chantier.models import Chantier
from collegial_chantier.permissions import KIND, MANAGE
from collegial_chantier.settings import RULES


def open_chantier(
    context: Context,
    *,
    title: str,
    question: str,
    theme: str | None = None,
    priority_key: str | None = None,
    proposal_id: int | None = None,
    opened_on: date | None = None,
) -> Chantier:
    """Open a chantier on a question, today unless it was opened earlier."""
    require(context.by, MANAGE)
    if proposal_id is not None:
        _check_proposal(context, proposal_id)
    work = open_work(
        context, kind=KIND, title=title, question=question, theme=theme, priority_key=priority_key,
        opened_on=opened_on,
    )  # fmt: skip
    chantier = Chantier(id=work.id, proposal_id=proposal_id, work=work)
    context.session.add(chantier)
    context.session.flush()  # what is attached to it next names it
    context.emit(ChantierOpened(chantier=chantier.id, title=title, proposal=proposal_id))
    return chantier


def change_chantier(
    context: Context,
    *,
    chantier_id: int,
    title: str,
    question: str,
    theme: str | None = None,
    priority_key: str | None = None,
) -> Chantier:
    """Change what a chantier says of itself, until it is finished. Raises Refused, and Invalid for no change."""
    require(context.by, MANAGE)
    chantier = held(context, chantier_id)
    work = chantier.work
    said = (title, question, theme, priority_key)
    if said == (work.title, work.question, work.theme, work.priority_key):
        raise Invalid("chantier.unchanged", t("Nothing of the chantier is changed."), field="title")
    change_work(context, work, title=title, question=question, theme=theme, priority_key=priority_key)
    context.emit(ChantierChanged(chantier=chantier.id, title=title))
    return chantier


def _check_proposal(context: Context, proposal_id: int) -> None:
    proposal = context.session.get(Proposal, proposal_id)
    if proposal is None:
        raise Invalid("chantier.unknown_proposal", t("There is no such proposal."), field="proposal_id")
    if proposal.withdrawal is not None:
        raise Invalid(
            "chantier.withdrawn_proposal",
            t("This proposal is withdrawn: no chantier feeds it until it is taken up again."),
            field="proposal_id",
        )


def start_chantier(context: Context, *, chantier_id: int) -> Chantier:
    """Start the common work. Raises Refused while no base structure takes part."""
    require(context.by, MANAGE)
    chantier = held(context, chantier_id)
    bases = queries.count_base_structures(context.session, chantier.id)
    obstacle = rules.why_not_start(bases, settings_of(context.session, RULES).minimum_base_structures)
    if obstacle:
        raise Refused("chantier.no_base_structure", obstacle)
    start_work(context, chantier.work)
    context.emit(ChantierStarted(chantier=chantier.id, base_structures=bases))
    return chantier


def on_work_called_off(context: Context, event: WorkCalledOff) -> None:
    """Let only who leads chantiers call one off: for others it is undone."""
    if context.session.get(Chantier, event.work) is not None:
        require(context.by, MANAGE)


def held(context: Context, chantier_id: int, *, to_report: bool = False) -> Chantier:
    """Return a chantier whose work is locked: two people may press the same button at once."""
    chantier = context.session.get(Chantier, chantier_id)
    if chantier is None:
        raise Missing("chantier.unknown", t("There is no such chantier."))
    held_work(context, chantier_id, to_report=to_report)
    return chantier
