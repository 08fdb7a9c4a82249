"""Finish with a measure, follow commitments, tell people, feed the proposal, record recognition."""

from datetime import date

from collegial.plugin import (
    Actor,
    ActorKind,
    Context,
    Hearing,
    Invalid,
    Missing,
    Refused,
    WorkPhase,
    draft_of,
    finish_work,
    record_hearing,
    require,
    t,
)
from collegial_chantier.events import (
    ChantierFinished,
    CommitmentMoved,
    Committed,
    MeasurePublished,
    PoleRecognised,
    ProposalFed,
)
from collegial_chantier.models import (
    Chantier,
    Commitment,
    CommitmentState,
    Measure,
    MeasureKind,
    Recognition,
)
from collegial_chantier.permissions import CONTRIBUTION, MANAGE
from collegial_chantier.services.opening import held


def finish_chantier(
    context: Context,
    *,
    chantier_id: int,
    kind: MeasureKind,
    title: str,
    description: str,
    institution_id: int | None = None,
    information: str | None = None,
) -> Measure:
    """Finish a chantier with the measure it improved or created, and the institution in charge of it."""
    require(context.by, MANAGE)
    chantier = held(context, chantier_id)
    if chantier.phase is not WorkPhase.DURING:
        raise Refused("chantier.not_under_way", t("Only a chantier that is under way can be finished."))
    if institution_id is not None:
        _institution(context, institution_id, "institution")
    measure = Measure(
        chantier_id=chantier.id, kind=kind, title=title, description=description,
        institution_id=institution_id, information=information or None,
    )  # fmt: skip
    context.session.add(measure)
    finish_work(context, chantier.work)
    context.session.flush()  # the chantier's page reads the measure next
    context.session.expire(chantier, ["measure"])
    context.emit(ChantierFinished(chantier=chantier.id, measure=title, kind=kind.value))
    return measure


def publish_measure(context: Context, *, chantier_id: int, information: str) -> Measure:
    """Tell people about the measure: what is new, for whom, how to get it."""
    require(context.by, MANAGE)
    measure = _measure(held(context, chantier_id))
    if not information.strip():
        raise Invalid("chantier.no_information", t("Write what people should know."), field="information")
    measure.information, measure.informed_on = information.strip(), context.today
    context.emit(MeasurePublished(chantier=chantier_id))
    return measure


def commit(context: Context, *, chantier_id: int, actor_id: int, text: str, due_on: date) -> Commitment:
    """Record what an institution commits to for the measure, and until when."""
    require(context.by, MANAGE)
    measure = _measure(held(context, chantier_id))
    actor = _institution(context, actor_id, "actor")
    if not text.strip():
        raise Invalid("chantier.empty_commitment", t("Write what the institution commits to."), field="text")
    row = Commitment(
        measure_id=measure.id, actor_id=actor.id, text=text.strip(), due_on=due_on,
        state=CommitmentState.PROMISED, state_on=context.today,
    )  # fmt: skip
    context.session.add(row)
    context.session.flush()
    context.session.expire(measure, ["commitments"])
    context.emit(Committed(chantier=chantier_id, commitment=row.id, actor=actor.id))
    return row


def move_commitment(
    context: Context, *, chantier_id: int, commitment_id: int, state: CommitmentState, note: str = ""
) -> Commitment:
    """Say what became of a commitment; why, when it was dropped."""
    require(context.by, MANAGE)
    held(context, chantier_id)
    row = context.session.get(Commitment, commitment_id)
    if row is None or row.measure.chantier_id != chantier_id:
        raise Missing("chantier.no_commitment", t("There is no such commitment."))
    if state is CommitmentState.DROPPED and not note.strip():
        raise Invalid("chantier.dropped_why", t("Say why the commitment was dropped."), field="note")
    row.state, row.state_on, row.note = state, context.today, note.strip() or None
    context.emit(CommitmentMoved(chantier=chantier_id, commitment=row.id, state=state.value))
    return row


def recognise_pole(
    context: Context, *, chantier_id: int, actor_id: int, recognised_on: date, text: str
) -> Recognition:
    """Record that an institution recognises the pole as a place to build measures together."""
    require(context.by, MANAGE)
    chantier = held(context, chantier_id)
    actor = _institution(context, actor_id, "actor")
    if recognised_on > context.today:
        raise Invalid("chantier.future_recognition", t("This day is still to come."), field="recognised_on")
    if not text.strip():
        raise Invalid("chantier.empty_recognition", t("Write in which act, and in what words."), field="text")
    row = Recognition(
        chantier_id=chantier.id, actor_id=actor.id, recognised_on=recognised_on, text=text.strip()
    )
    context.session.add(row)
    context.session.flush()
    context.session.expire(chantier, ["recognitions"])
    context.emit(PoleRecognised(chantier=chantier.id, actor=actor.id))
    return row


def feed_proposal(context: Context, *, chantier_id: int) -> None:
    """Bring the work to the proposal: a contribution to its draft, once a stage.

    Each structure that takes part counts as one view heard; the text is the latest diagnosis.
    """
    require(context.by, MANAGE)
    chantier = held(context, chantier_id)
    proposal = chantier.proposal
    if proposal is None:
        raise Refused("chantier.feeds_nothing", t("This chantier is not linked to a proposal."))
    if chantier.phase is WorkPhase.BEFORE:
        raise Refused(
            "chantier.nothing_to_feed", t("The chantier has not started: nobody has been heard yet.")
        )
    draft = draft_of(proposal)
    if chantier.fed_stage == draft.stage:
        raise Refused("chantier.fed_already", t("This stage of the proposal already has this contribution."))
    hearing = Hearing(
        kind=CONTRIBUTION, title=chantier.title, text=_told(chantier), heard_on=context.today,
        views=len(chantier.active),
    )  # fmt: skip
    record_hearing(context, draft, hearing, offered=(CONTRIBUTION,))
    chantier.fed_stage = draft.stage
    context.emit(ProposalFed(chantier=chantier.id, proposal=proposal.id, stage=draft.stage))


def _told(chantier: Chantier) -> str:
    latest = [one.text for one in chantier.diagnoses[-1:]]
    ended = [f"**{chantier.measure.title}**\n\n{chantier.measure.description}"] if chantier.measure else []
    return "\n\n".join([chantier.question, *latest, *ended])


def _measure(chantier: Chantier) -> Measure:
    if chantier.measure is None:
        raise Refused("chantier.no_measure", t("This chantier has no measure yet: finish it first."))
    return chantier.measure


def _institution(context: Context, actor_id: int, field: str) -> Actor:
    actor = context.session.get(Actor, actor_id)
    if actor is None or actor.kind is not ActorKind.ORGANISATION:
        raise Invalid(
            "chantier.not_an_institution", t("Choose an institution from the directory."), field=field
        )
    return actor
