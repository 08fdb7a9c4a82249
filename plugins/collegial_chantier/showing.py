"""What the pages of a chantier share: finding it, the way to it, the page itself with a refusal."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import (
    DomainError,
    FormPage,
    Missing,
    Text,
    WorkPhase,
    act,
    meetings_of_work,
    participations_in,
    say,
    session,
    settings_of,
    structures_of,
    t,
    viewer,
)
from collegial_chantier import queries, rules
from collegial_chantier.models import Chantier, CommitmentState, Participant, PartyState
from collegial_chantier.permissions import MANAGE
from collegial_chantier.rules import Consent, Stance
from collegial_chantier.settings import RULES


def found(chantier_id: int) -> Chantier:
    """Return a chantier with all that its page shows; raises Missing."""
    chantier = queries.chantier(session(), chantier_id)
    if chantier is None:
        raise Missing("chantier.unknown", t("There is no such chantier."))
    return chantier


def to(chantier_id: int, anchor: str | None = None) -> str:
    """Return the address of a chantier's page."""
    return url_for("chantier.show", chantier_id=chantier_id, _anchor=anchor)


def form_page(
    chantier: Chantier,
    title: Text,
    submit: Text,
    *,
    lead: Text | None = None,
    quote: str | None = None,
    facts: Sequence[tuple[Text | str, object]] = (),
) -> FormPage:
    """Return what stands around a form about a chantier."""
    crumbs: list[tuple[Text | str, str]] = [
        (t("Chantiers"), url_for("chantier.board")),
        (chantier.title, to(chantier.id)),
    ]
    return FormPage(
        title=title, submit=submit, lead=lead, quote=quote, eyebrow=chantier.title, crumbs=crumbs, facts=facts
    )


def press(chantier_id: int, done: Text, anchor: str, pressed: Callable[[], object]) -> ResponseReturnValue:
    """Do what a button asks, or say on the chantier's page why it is not possible."""
    try:
        pressed()
    except Missing:
        raise
    except DomainError as error:
        session().rollback()
        return show_page(found(chantier_id), refusal=error), error.status
    flash(say(done), "success")
    return redirect(to(chantier_id, anchor))


def speakable(chantier: Chantier) -> Sequence[Participant]:
    """Return the parties for which the viewer may speak: all of them for who leads chantiers."""
    if viewer().may(MANAGE):
        return chantier.active
    context = act()
    day = context.today
    mine = {one.id for one in structures_of(session(), viewer(), day)}
    return [one for one in chantier.active if one.actor_id in mine]


def show_page(chantier: Chantier, refusal: DomainError | None = None) -> str:
    """Print the page of a chantier."""
    minimum = settings_of(session(), RULES).minimum_base_structures
    return render_template(
        "chantier/show.html",
        chantier=chantier,
        phases=WorkPhase,
        consents=Consent,
        stances=Stance,
        party_states=PartyState,
        commitment_states=CommitmentState,
        obstacle=rules.why_not_start(queries.count_base_structures(session(), chantier.id), minimum),
        sharing=queries.sharing_of(chantier),
        speakable=speakable(chantier),
        accepted=participations_in(session(), chantier.id),
        meetings=meetings_of_work(session(), chantier.id, also_called_off=True),
        today=act().today,
        refusal=refusal,
    )
