"""After: structures that help others, and those that ask."""

from flask.typing import ResponseReturnValue

from collegial.plugin import (
    Missing,
    ParticipationState,
    act,
    actor_named,
    form_act,
    participations_in,
    session,
    structures_of,
    t,
    viewer,
)
from collegial_atelier import services
from collegial_atelier.forms.sponsoring import CloseForm, HelpForm, MatchForm, SponsorForm
from collegial_atelier.models import Atelier, HelpRequest
from collegial_atelier.showing import form_page, found, to


def offer(atelier_id: int) -> ResponseReturnValue:
    """Let a structure of the group offer its help."""
    atelier, form = found(atelier_id), SponsorForm()
    states = (ParticipationState.ACCEPTED, ParticipationState.LEFT)
    form.fill(list({one.actor_id: one for one in participations_in(session(), atelier_id, *states)}.values()))
    return form_act(
        form,
        lambda: services.offer_sponsor(
            act(), atelier_id=atelier_id, actor_id=form.actor_id.data or 0, offer=form.offer.data,
            capacity=form.capacity.data,
        ),
        form_page(
            atelier, t("Add a sponsor structure"), t("Add the sponsor"),
            lead=t("A structure of the group that passes on what it learnt."),
        ),
        done=t("Other structures can ask for its help."), to=to(atelier_id, "sponsors"),
    )  # fmt: skip


def ask(atelier_id: int) -> ResponseReturnValue:
    """Ask for the help of a sponsor."""
    atelier, form = found(atelier_id), HelpForm()
    mine = structures_of(session(), viewer(), act().today)
    if not form.is_submitted() and mine:
        form.actor.data = mine[0].name
    return form_act(
        form,
        lambda: services.ask_for_help(
            act(), atelier_id=atelier_id, need=form.need.data,
            actor_id=actor_named(session(), form.actor.data, field="actor").id,
        ),
        form_page(atelier, t("Ask a sponsor structure for help"), t("Ask for help")),
        done=t("The request is there. The pole looks for a sponsor."), to=to(atelier_id, "sponsors"),
    )  # fmt: skip


def match(atelier_id: int, request_id: int) -> ResponseReturnValue:
    """Find the sponsor that helps."""
    atelier, form = found(atelier_id), MatchForm()
    form.fill(atelier.sponsors)
    return form_act(
        form,
        lambda: services.match_help(
            act(), atelier_id=atelier_id, request_id=request_id, sponsor_id=form.sponsor_id.data or 0
        ),
        form_page(
            atelier, t("Find a sponsor"), t("Bring them together"),
            quote=_request(atelier, request_id).need,
        ),
        done=t("Both are told by e-mail."), to=to(atelier_id, "sponsors"),
    )  # fmt: skip


def close(atelier_id: int, request_id: int) -> ResponseReturnValue:
    """Say what became of a request."""
    atelier, form = found(atelier_id), CloseForm()
    return form_act(
        form,
        lambda: services.close_help(
            act(), atelier_id=atelier_id, request_id=request_id, is_done=form.outcome.data == "done",
            note=form.note.data or "",
        ),
        form_page(
            atelier, t("Record what became of the request"), t("Save"), quote=_request(atelier, request_id).need
        ),
        done=t("The request is up to date."), to=to(atelier_id, "sponsors"),
    )  # fmt: skip


def _request(atelier: Atelier, request_id: int) -> HelpRequest:
    row = next((one for one in atelier.requests if one.id == request_id), None)
    if row is None:
        raise Missing("atelier.no_request", t("There is no such request."))
    return row
