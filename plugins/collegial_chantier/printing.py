"""The sheet of a chantier, to print and to hand out: only what everyone may read."""

from collections.abc import Mapping
from pathlib import Path

from collegial.plugin import Context, DocumentTemplate, Missing, Voice, t
from collegial_chantier import queries
from collegial_chantier.exports import PHASES
from collegial_chantier.models import Chantier, Testimony
from collegial_chantier.permissions import READ
from collegial_chantier.rules import Consent

_TEMPLATE = Path(__file__).parent / "templates" / "print" / "sheet.typ"


def sheet(context: Context, voice: Voice, chantier_id: int) -> Mapping[str, object]:
    """Return what the sheet prints; testimonies only of those who agreed to be quoted."""
    chantier = queries.chantier(context.session, chantier_id)
    if chantier is None:
        raise Missing("chantier.unknown", t("There is no such chantier."))
    quoted = [one for one in chantier.testimonies if one.published_on]
    measure = chantier.measure
    return {
        "title": chantier.title,
        "question": chantier.question,
        "facts": _facts(chantier, voice),
        "structures": _list(voice.say(t("Who takes part")), [one.actor.name for one in chantier.active]),
        "diagnosis": _diagnosis(chantier, voice),
        "quotes": [{"name": _named(one, voice), "text": one.text} for one in quoted],
        "measure": {"title": measure.title, "text": measure.description} if measure else None,
    }


def _facts(chantier: Chantier, voice: Voice) -> list[dict[str, str]]:
    days = (
        (t("Opened on"), chantier.opened_on),
        (t("Started on"), chantier.started_on),
        (t("Finished on"), chantier.finished_on),
    )
    why = chantier.work.called_off_for
    return [
        {"label": voice.say(t("Phase")), "value": voice.say(PHASES[chantier.phase])},
        *([{"label": voice.say(t("Called off, because")), "value": why}] if why else []),
        *({"label": voice.say(label), "value": voice.date(day)} for label, day in days if day),
    ]


def _diagnosis(chantier: Chantier, voice: Voice) -> Mapping[str, object] | None:
    if not chantier.diagnoses:
        return None
    last = chantier.diagnoses[-1]
    title = t("Shared diagnosis, version %(version)s", version=last.version)
    return {"title": voice.say(title), "text": last.text}


def _named(testimony: Testimony, voice: Voice) -> str:
    if testimony.consent is Consent.ANONYMOUS:
        return voice.say(t("A structure"))
    return testimony.attribution or testimony.actor.name


def _list(heading: str, entries: list[str]) -> dict[str, object]:
    return {"heading": heading, "entries": entries}


SHEET = DocumentTemplate(
    key="chantier.sheet", title=t("Sheet of the chantier"), template=_TEMPLATE, data=sheet, permission=READ
)
