"""Write the diagnosis, say whether one agrees with it, express oneself."""

from collegial.plugin import (
    Context,
    Forbidden,
    Invalid,
    Missing,
    Refused,
    WorkPhase,
    or_refuse,
    require,
    speaks_for,
    t,
)
from collegial_chantier.events import DiagnosisWritten, PartyExpressed, StanceTaken
from collegial_chantier.models import Agreement, Chantier, Diagnosis, Expression, Participant
from collegial_chantier.permissions import MANAGE
from collegial_chantier.rules import Stance
from collegial_chantier.services.opening import held


def write_diagnosis(context: Context, *, chantier_id: int, text: str, seen: int) -> Diagnosis:
    """Write the next version of the diagnosis; `seen` is the last version its writer read, 0 for none.

    Stances belong to the version they were taken on: everyone is asked again.
    """
    require(context.by, MANAGE)
    chantier = _under_way(context, chantier_id)
    last = chantier.diagnoses[-1].version if chantier.diagnoses else 0
    if not text.strip():
        raise Invalid("chantier.empty_diagnosis", t("Write the diagnosis."), field="text")
    if seen != last:
        raise _written_meanwhile()
    row = Diagnosis(chantier_id=chantier.id, version=last + 1, text=text.strip(), written_on=context.today)
    with or_refuse(context.session, _written_meanwhile()):
        context.session.add(row)
    context.session.expire(chantier, ["diagnoses"])
    context.emit(DiagnosisWritten(chantier=chantier.id, version=row.version))
    return row


def take_stance(
    context: Context,
    *,
    chantier_id: int,
    version: int,
    participant_id: int,
    stance: Stance,
    comment: str = "",
) -> Agreement:
    """Say what a party thinks of the latest version; it may change its mind until there is another."""
    chantier = _under_way(context, chantier_id)
    participant = _speaker(context, chantier, participant_id)
    last = chantier.diagnoses[-1] if chantier.diagnoses else None
    if last is None or last.version != version:
        raise Refused("chantier.old_version", t("There is another version of the diagnosis. Read it first."))
    if stance is not Stance.AGREES and not comment.strip():
        raise Invalid(
            "chantier.why", t("Say what you would say differently: the others need to know."), field="comment"
        )
    known = [one for one in last.agreements if one.participant_id == participant.id]
    row = known[0] if known else Agreement(diagnosis_id=last.id, participant_id=participant.id)
    row.stance, row.comment, row.said_on = stance, comment.strip() or None, context.today
    context.session.add(row)
    context.session.flush()
    context.session.expire(last, ["agreements"])
    context.emit(StanceTaken(chantier=chantier.id, version=version, participant=participant.id))
    return row


def express(context: Context, *, chantier_id: int, participant_id: int, text: str) -> Expression:
    """Record what a party wants to say, in its own words."""
    chantier = _under_way(context, chantier_id)
    participant = _speaker(context, chantier, participant_id)
    if not text.strip():
        raise Invalid("chantier.empty_expression", t("Write what the party says."), field="text")
    row = Expression(
        chantier_id=chantier.id, participant_id=participant.id, text=text.strip(), said_on=context.today
    )
    context.session.add(row)
    context.session.flush()
    context.session.expire(chantier, ["expressions"])
    context.emit(PartyExpressed(chantier=chantier.id, participant=participant.id))
    return row


def _under_way(context: Context, chantier_id: int) -> Chantier:
    chantier = held(context, chantier_id)
    if chantier.phase is not WorkPhase.DURING:
        raise Refused("chantier.not_under_way", t("This is for a chantier that is under way."))
    return chantier


def _speaker(context: Context, chantier: Chantier, participant_id: int) -> Participant:
    """Return a party of the chantier for which whoever acts may speak."""
    row = context.session.get(Participant, participant_id)
    if row is None or row.chantier_id != chantier.id or row.left_on is not None:
        raise Missing("chantier.no_participant", t("This structure does not take part."))
    by = context.by
    if not by.may(MANAGE) and not speaks_for(context.session, by, row.actor_id, context.today):
        raise Forbidden("chantier.not_yours", t("You may not speak for this structure."))
    return row


def _written_meanwhile() -> Refused:
    return Refused(
        "chantier.diagnosis_changed",
        t("Someone else wrote a version of the diagnosis meanwhile. Read it, then write yours."),
    )
