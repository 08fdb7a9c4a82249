"""During: the diagnosis and who shares it, what each party says."""

from flask import render_template
from flask.typing import ResponseReturnValue

from collegial.plugin import Forbidden, act, form_act, row_number, t
from collegial_chantier import services
from collegial_chantier.forms import DiagnosisForm, ExpressionForm, StanceForm
from collegial_chantier.models import Chantier, Participant
from collegial_chantier.queries import sharing_of
from collegial_chantier.rules import Stance
from collegial_chantier.showing import form_page, found, speakable, to


def diagnosis(chantier_id: int) -> ResponseReturnValue:
    """Show every version of the diagnosis with what the parties said of it."""
    chantier = found(chantier_id)
    return render_template(
        "chantier/diagnosis.html", chantier=chantier, sharing=sharing_of(chantier), stances=Stance
    )


def write(chantier_id: int) -> ResponseReturnValue:
    """Write the next version of the diagnosis."""
    chantier, form = found(chantier_id), DiagnosisForm()
    if not form.is_submitted():
        last = chantier.diagnoses[-1] if chantier.diagnoses else None
        form.text.data, form.seen.data = (last.text, last.version) if last else ("", 0)
    return form_act(
        form,
        lambda: services.write_diagnosis(
            act(), chantier_id=chantier_id, text=form.text.data, seen=row_number(form.seen.data) or 0
        ),
        form_page(chantier, t("Write the diagnosis"), t("Put this version to the parties")),
        done=t("The parties can now say whether they share this version."), to=to(chantier_id, "diagnosis"),
    )  # fmt: skip


def stance(chantier_id: int, version: int) -> ResponseReturnValue:
    """Say what a party thinks of the latest version."""
    chantier, form = found(chantier_id), StanceForm()
    form.offer(_speakable(chantier))
    text = next((one.text for one in chantier.diagnoses if one.version == version), None)
    page = form_page(chantier, t("Do you share this diagnosis?"), t("Say so"), quote=text)
    return form_act(
        form,
        lambda: services.take_stance(
            act(), chantier_id=chantier_id, version=version, participant_id=form.participant_id.data or 0,
            stance=Stance(form.stance.data), comment=form.comment.data or "",
        ),
        page, done=t("The others read what this party says."), to=to(chantier_id, "diagnosis"),
    )  # fmt: skip


def express(chantier_id: int) -> ResponseReturnValue:
    """Record what a party wants to say."""
    chantier, form = found(chantier_id), ExpressionForm()
    form.offer(_speakable(chantier))
    page = form_page(
        chantier, t("Let a party speak"), t("Record this"),
        lead=t("What this party goes through, wants and fears, in its own words."),
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.express(
            act(), chantier_id=chantier_id, participant_id=form.participant_id.data or 0, text=form.text.data
        ),
        page, done=t("Your answer is recorded."), to=to(chantier_id, "expressions"),
    )  # fmt: skip


def _speakable(chantier: Chantier) -> list[Participant]:
    parties = list(speakable(chantier))
    if not parties:
        raise Forbidden(
            "chantier.speaks_for_none", t("You speak for no structure that takes part in this chantier.")
        )
    return parties
