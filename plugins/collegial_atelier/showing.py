"""What the pages of an atelier share: finding it, the way to it, the page itself with a refusal."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import (
    DomainError,
    FormPage,
    Missing,
    Over,
    Text,
    WorkPhase,
    act,
    meetings_of_work,
    participations_in,
    say,
    session,
    t,
    viewer,
)
from collegial_atelier import queries, rounds, rules, services
from collegial_atelier.models import Atelier, FundingState, ProductionState, RequestState
from collegial_atelier.permissions import MANAGE
from collegial_atelier.rounds import Round
from collegial_atelier.rules import Spot
from collegial_atelier.rules.ledger import total


def found(atelier_id: int) -> Atelier:
    """Return an atelier with all that its page shows; raises Missing."""
    atelier = queries.atelier(session(), atelier_id)
    if atelier is None:
        raise Missing("atelier.unknown", t("There is no such atelier."))
    return atelier


def to(atelier_id: int, anchor: str | None = None) -> str:
    """Return the address of an atelier's page."""
    return url_for("atelier.show", atelier_id=atelier_id, _anchor=anchor)


def form_page(
    atelier: Atelier,
    title: Text,
    submit: Text,
    *,
    lead: Text | None = None,
    quote: str | None = None,
    eyebrow: str | None = None,
    multipart: bool = False,
    facts: Sequence[tuple[Text | str, object]] = (),
    back: tuple[Text | str, str] | None = None,
    over: Over | None = None,
) -> FormPage:
    """Return what stands around a form about an atelier."""
    crumbs: list[tuple[Text | str, str]] = [
        (t("Ateliers"), url_for("atelier.board")),
        (atelier.title, to(atelier.id)),
    ]
    return FormPage(
        title=title, submit=submit, lead=lead, quote=quote, eyebrow=eyebrow or atelier.title, crumbs=crumbs,
        multipart=multipart, facts=facts, back=back, over=over,
    )  # fmt: skip


def press(atelier_id: int, done: Text, target: str, pressed: Callable[[], object]) -> ResponseReturnValue:
    """Do what a button asks, or say on the atelier's page why it is not possible."""
    try:
        pressed()
    except Missing:
        raise
    except DomainError as error:
        session().rollback()
        return show_page(found(atelier_id), refusal=error), error.status
    flash(say(done), "success")
    return redirect(target)


def show_page(atelier: Atelier, refusal: DomainError | None = None) -> str:
    """Print the page of an atelier."""
    members = participations_in(session(), atelier.id)
    meetings = meetings_of_work(session(), atelier.id, also_called_off=True)
    now = act().clock.now()
    return render_template(
        "atelier/show.html",
        atelier=atelier,
        members=members,
        meetings=meetings,
        next_meeting=next((one for one in meetings if one.starts_at >= now and not one.called_off_at), None),
        obstacle=rules.why_not_start(len(members), atelier.size),
        contracts=queries.own_contracts(session(), viewer(), atelier.id),
        shown_days=rules.shown_days,
        lacks=services.lacks,
        euros=rounds.euros,
        rounds=_rounds(atelier) if viewer().may(MANAGE) else {},
        may_take_round=bool(viewer().may(MANAGE) and rounds.open_rounds(session())),
        season=rules.season_of(atelier.starts_on),
        found_money=total(one.amount for one in atelier.fundings if one.state is FundingState.FOUND),
        phases=WorkPhase,
        spots=Spot,
        funding_states=FundingState,
        production_states=ProductionState,
        request_states=RequestState,
        refusal=refusal,
    )


def _rounds(atelier: Atelier) -> dict[int, Round | None]:
    """Return the funding rounds that an atelier counts on, by the number of the source."""
    return {
        one.id: rounds.find(session(), one.round_module, one.round_number)
        for one in atelier.fundings
        if one.round_module is not None and one.round_number is not None
    }
