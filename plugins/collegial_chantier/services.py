"""Open, fill, start and finish chantiers."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from collegial.plugin import (
    Actor,
    ActorKind,
    Context,
    Invalid,
    Missing,
    Priority,
    Proposal,
    Refused,
    local_day,
    require,
    settings_of,
    t,
)
from collegial_chantier import queries, rules
from collegial_chantier.events import ChantierFinished, ChantierOpened, ChantierStarted, ParticipantAdded
from collegial_chantier.models import (
    Chantier,
    ChantierPhase,
    Measure,
    MeasureKind,
    Participant,
    ParticipantRole,
)
from collegial_chantier.permissions import MANAGE
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
    _check_links(context, priority_key, proposal_id)
    chantier = Chantier(
        title=title,
        question=question,
        theme=theme,
        priority_key=priority_key,
        proposal_id=proposal_id,
        phase=ChantierPhase.BEFORE,
        opened_on=_past_day(context, opened_on),
    )
    context.session.add(chantier)
    context.session.flush()  # the event names the chantier by its number
    context.emit(ChantierOpened(chantier=chantier.id, title=title, proposal=proposal_id))
    return chantier


def add_participant(
    context: Context,
    *,
    chantier_id: int,
    actor_id: int,
    role: ParticipantRole,
    testimony: str | None = None,
    may_quote: bool = False,
) -> Participant:
    """Add a structure, with its testimony and its consent to be quoted; possible until the end."""
    require(context.by, MANAGE)
    chantier = _locked(context, chantier_id)
    if chantier.phase is ChantierPhase.AFTER:
        raise Refused("chantier.finished", t("This chantier is finished; nobody joins it any more."))
    actor = _structure(context, actor_id, role)
    if may_quote and not testimony:
        raise Invalid("chantier.nothing_to_quote", t("There is no testimony to quote."), field="may_quote")
    participant = Participant(
        chantier_id=chantier.id,
        actor_id=actor.id,
        role=role,
        testimony=testimony or None,
        may_quote=may_quote,
        joined_on=_today(context),
    )
    _join(context, participant)
    context.emit(ParticipantAdded(chantier=chantier.id, actor=actor.id, role=role.value))
    return participant


def start_chantier(context: Context, *, chantier_id: int) -> Chantier:
    """Start the common work. Raises Refused while no base structure takes part."""
    require(context.by, MANAGE)
    chantier = _locked(context, chantier_id)
    if chantier.phase is not ChantierPhase.BEFORE:
        raise Refused("chantier.already_started", t("This chantier has already started."))
    bases = queries.count_base_structures(context.session, chantier.id)
    minimum = settings_of(context.session, RULES).minimum_base_structures
    obstacle = rules.why_not_start(bases, minimum)
    if obstacle:
        raise Refused("chantier.no_base_structure", obstacle)
    chantier.phase, chantier.started_on = ChantierPhase.DURING, _today(context)
    context.emit(ChantierStarted(chantier=chantier.id, base_structures=bases))
    return chantier


def finish_chantier(
    context: Context,
    *,
    chantier_id: int,
    kind: MeasureKind,
    title: str,
    description: str,
    information: str | None = None,
) -> Measure:
    """Finish a chantier with the measure it improved or created."""
    require(context.by, MANAGE)
    chantier = _locked(context, chantier_id)
    if chantier.phase is not ChantierPhase.DURING:
        raise Refused("chantier.not_under_way", t("Only a chantier that is under way can be finished."))
    measure = Measure(
        chantier_id=chantier.id,
        kind=kind,
        title=title,
        description=description,
        information=information or None,
    )
    context.session.add(measure)
    chantier.phase, chantier.finished_on = ChantierPhase.AFTER, _today(context)
    context.session.flush()  # the chantier's page reads the measure next
    context.session.expire(chantier, ["measure"])
    context.emit(ChantierFinished(chantier=chantier.id, measure=title, kind=kind.value))
    return measure


def _check_links(context: Context, priority_key: str | None, proposal_id: int | None) -> None:
    known = select(Priority.id).where(Priority.key == priority_key)
    if priority_key is not None and context.session.scalar(known) is None:
        raise Invalid("chantier.unknown_priority", t("There is no such priority."), field="priority_key")
    if proposal_id is not None and context.session.get(Proposal, proposal_id) is None:
        raise Invalid("chantier.unknown_proposal", t("There is no such proposal."), field="proposal_id")


def _past_day(context: Context, day: date | None) -> date:
    today = _today(context)
    if day is not None and day > today:
        raise Invalid(
            "chantier.future_opening", t("A chantier cannot be opened in the future."), field="opened_on"
        )
    return day or today


def _today(context: Context) -> date:
    return local_day(context.clock.now(), context.zone)


def _locked(context: Context, chantier_id: int) -> Chantier:
    """Return the chantier, locked: two people may press the same button at once."""
    chantier = context.session.get(Chantier, chantier_id, with_for_update=True)
    if chantier is None:
        raise Missing("chantier.unknown", t("There is no such chantier."))
    return chantier


def _structure(context: Context, actor_id: int, role: ParticipantRole) -> Actor:
    actor = context.session.get(Actor, actor_id)
    if actor is None or actor.kind is not ActorKind.ORGANISATION:
        raise Invalid("chantier.not_a_structure", t("Choose a structure of the list."), field="actor_id")
    level = actor.family.level if actor.family else None
    if role is ParticipantRole.BASE_STRUCTURE and not rules.is_base(level):
        raise Invalid(
            "chantier.not_base",
            t("“%(name)s” is not a base structure: it can join as another party.", name=actor.name),
            field="role",
        )
    return actor


def _join(context: Context, participant: Participant) -> None:
    try:
        with context.session.begin_nested():
            context.session.add(participant)
        context.session.expire(participant.chantier, ["participants"])
    except IntegrityError as error:
        raise Refused(
            "chantier.already_in", t("This structure already takes part in the chantier."), field="actor_id"
        ) from error
