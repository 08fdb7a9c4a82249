"""Gather testimonies and stakeholders, and let structures in."""

from sqlalchemy import select

from collegial.plugin import (
    Actor,
    ActorKind,
    Context,
    Invalid,
    Missing,
    ParticipationAccepted,
    ParticipationEnded,
    Refused,
    Statement,
    WorkPhase,
    or_refuse,
    promise,
    require,
    t,
    take_part,
)
from collegial_chantier import rules
from collegial_chantier.events import ParticipantAdded, PartyMoved, TestimonyGiven, TestimonyPublished
from collegial_chantier.models import (
    Chantier,
    Participant,
    ParticipantRole,
    Party,
    PartyState,
    Testimony,
)
from collegial_chantier.permissions import MANAGE
from collegial_chantier.rules import Consent
from collegial_chantier.services.opening import held

INVITATION = "chantier.invitation"


def add_participant(
    context: Context, *, chantier_id: int, actor_id: int, statement: Statement | None = None
) -> Participant:
    """Let a structure in: a base structure with its statement, another party without; possible until the end."""
    require(context.by, MANAGE)
    chantier = _open(context, chantier_id)
    actor = _structure(context, actor_id)
    if _role_of(actor) is ParticipantRole.BASE_STRUCTURE:
        take_part(context, work_id=chantier.id, actor_id=actor.id, statement=statement or Statement())
    else:
        _join(context, chantier, actor)
    return next(one for one in chantier.participants if one.actor_id == actor.id)


def on_participation_accepted(context: Context, event: ParticipationAccepted) -> None:
    """Let a structure in whose statement was accepted, as what its family is."""
    chantier = context.session.get(Chantier, event.work)
    if chantier is not None:
        _join(context, chantier, context.session.get_one(Actor, event.actor))


def on_participation_ended(context: Context, event: ParticipationEnded) -> None:
    """Let a structure go; what it said stays."""
    query = select(Participant).where(
        Participant.chantier_id == event.work, Participant.actor_id == event.actor
    )
    for row in context.session.scalars(query):
        row.left_on = context.today


def give_testimony(
    context: Context,
    *,
    chantier_id: int,
    actor_id: int,
    text: str,
    consent: Consent,
    attribution: str = "",
) -> Testimony:
    """Record what a structure testifies to, and how it agrees to be quoted."""
    require(context.by, MANAGE)
    chantier = _open(context, chantier_id)
    actor = _structure(context, actor_id)
    if not text.strip():
        raise Invalid("chantier.empty_testimony", t("Write what the structure says."), field="text")
    row = Testimony(
        chantier_id=chantier.id, actor_id=actor.id, text=text.strip(), consent=consent,
        attribution=attribution.strip() or None if consent is Consent.NAMED else None,
        given_on=context.today,
    )  # fmt: skip
    context.session.add(row)
    context.session.flush()
    context.session.expire(chantier, ["testimonies"])
    context.emit(TestimonyGiven(chantier=chantier.id, testimony=row.id))
    return row


def publish_testimony(
    context: Context, *, chantier_id: int, testimony_id: int, is_public: bool = True
) -> Testimony:
    """Publish a testimony, or take it back; raises Refused when its author did not agree to be quoted."""
    require(context.by, MANAGE)
    held(context, chantier_id, to_report=not is_public)  # a consent can be taken back at any time
    row = context.session.get(Testimony, testimony_id)
    if row is None or row.chantier_id != chantier_id:
        raise Missing("chantier.no_testimony", t("There is no such testimony."))
    obstacle = rules.why_not_publish(row.consent) if is_public else None
    if obstacle:
        raise Refused("chantier.no_consent", obstacle)
    row.published_on = context.today if is_public else None
    context.emit(TestimonyPublished(chantier=chantier_id, testimony=row.id, is_public=is_public))
    return row


def identify_party(context: Context, *, chantier_id: int, actor_id: int) -> Party:
    """Note a stakeholder that the chantier needs."""
    require(context.by, MANAGE)
    chantier = _open(context, chantier_id)
    actor = _structure(context, actor_id)
    if _role_of(actor) is ParticipantRole.BASE_STRUCTURE:
        raise Invalid(
            "chantier.base_states",
            t("“%(name)s” is a base structure: it joins with its own statement.", name=actor.name),
            field="actor",
        )
    row = Party(chantier_id=chantier.id, actor_id=actor.id, state=PartyState.IDENTIFIED)
    with or_refuse(
        context.session,
        Refused("chantier.already_identified", t("This stakeholder is already on the list."), field="actor"),
    ):
        context.session.add(row)
    context.session.expire(chantier, ["parties"])
    _tell(context, row)
    return row


def invite_party(context: Context, *, chantier_id: int, party_id: int) -> Party:
    """Invite a stakeholder, by letter where it has an address; again while it has not answered."""
    require(context.by, MANAGE)
    _open(context, chantier_id)
    row = _party(context, chantier_id, party_id)
    if row.state not in {PartyState.IDENTIFIED, PartyState.INVITED}:
        raise Refused("chantier.has_answered", t("This stakeholder has already answered."))
    if row.invited_on == context.today:
        raise Refused(
            "chantier.invited_today",
            t("This stakeholder has already been invited today: nobody is written to twice."),
        )
    row.state, row.invited_on = PartyState.INVITED, context.today
    promise(context.session, INVITATION, {"party": row.id}, at=context.clock.now())
    _tell(context, row)
    return row


def answer_invitation(
    context: Context, *, chantier_id: int, party_id: int, accepts: bool, answer: str = ""
) -> Party:
    """Record what a stakeholder answered; one that accepts takes part."""
    require(context.by, MANAGE)
    chantier = _open(context, chantier_id)
    row = _party(context, chantier_id, party_id)
    if row.state is PartyState.IDENTIFIED:
        raise Refused("chantier.not_invited", t("Invite this stakeholder first."))
    if row.state is PartyState.ACCEPTED:
        raise Refused("chantier.has_answered", t("This stakeholder has already answered."))
    row.state = PartyState.ACCEPTED if accepts else PartyState.DECLINED
    row.answered_on, row.answer = context.today, answer.strip() or None
    _tell(context, row)
    if accepts:
        _join(context, chantier, row.actor)
    return row


def _join(context: Context, chantier: Chantier, actor: Actor) -> None:
    """Let a structure in, or back in."""
    known = [one for one in chantier.participants if one.actor_id == actor.id]
    if any(one.left_on is None for one in known):
        raise Refused("chantier.already_in", t("This structure already takes part in the chantier."))
    row = known[0] if known else Participant(chantier_id=chantier.id, actor_id=actor.id)
    row.role, row.joined_on, row.left_on = _role_of(actor), context.today, None
    context.session.add(row)
    context.session.flush()  # whoever asks next counts it
    context.session.expire(chantier, ["participants"])
    context.emit(ParticipantAdded(chantier=chantier.id, actor=actor.id, role=row.role.value))


def _role_of(actor: Actor) -> ParticipantRole:
    level = actor.family.level if actor.family else None
    return ParticipantRole.BASE_STRUCTURE if rules.is_base(level) else ParticipantRole.STAKEHOLDER


def _open(context: Context, chantier_id: int) -> Chantier:
    chantier = held(context, chantier_id)
    if chantier.phase is WorkPhase.AFTER:
        raise Refused("chantier.finished", t("This chantier is finished; nobody can join it now."))
    return chantier


def _structure(context: Context, actor_id: int) -> Actor:
    actor = context.session.get(Actor, actor_id)
    if actor is None or actor.kind is not ActorKind.ORGANISATION:
        raise Invalid("chantier.not_a_structure", t("Choose a structure from the list."), field="actor")
    return actor


def _party(context: Context, chantier_id: int, party_id: int) -> Party:
    row = context.session.get(Party, party_id)
    if row is None or row.chantier_id != chantier_id:
        raise Missing("chantier.no_party", t("There is no such stakeholder."))
    return row


def _tell(context: Context, row: Party) -> None:
    context.emit(PartyMoved(chantier=row.chantier_id, actor=row.actor_id, state=row.state.value))
