"""Offer to help others, ask for help, bring the two together and follow it."""

from sqlalchemy import func, select

from collegial.plugin import (
    Actor,
    ActorKind,
    Context,
    Forbidden,
    Invalid,
    Missing,
    ParticipationState,
    Refused,
    WorkPhase,
    held_row,
    or_refuse,
    participations_in,
    promise,
    require,
    speaks_for,
    t,
)
from collegial_atelier import rules
from collegial_atelier.events import HelpMoved, SponsorOffered
from collegial_atelier.models import Atelier, HelpRequest, RequestState, Sponsor
from collegial_atelier.permissions import MANAGE
from collegial_atelier.services.opening import held

MATCH = "atelier.match"
_HELPED = (RequestState.MATCHED, RequestState.DONE)


def offer_sponsor(context: Context, *, atelier_id: int, actor_id: int, offer: str, capacity: int) -> Sponsor:
    """Let a structure of the group offer its help to others, once the atelier is finished."""
    require(context.by, MANAGE)
    atelier = _finished(context, atelier_id)
    took_part = {
        one.actor_id
        for one in participations_in(
            context.session, atelier.id, ParticipationState.ACCEPTED, ParticipationState.LEFT
        )
    }
    if actor_id not in took_part:
        raise Invalid(
            "atelier.not_in_group", t("Only a structure of the group can sponsor others."), field="actor_id"
        )
    if capacity < 1:
        raise Invalid("atelier.capacity", t("A sponsor helps one structure or more."), field="capacity")
    if not offer.strip():
        raise Invalid("atelier.no_offer", t("Say what the structure offers."), field="offer")
    row = Sponsor(atelier_id=atelier.id, actor_id=actor_id, offer=offer.strip(), capacity=capacity)
    with or_refuse(
        context.session,
        Refused("atelier.already_sponsor", t("This structure already sponsors others."), field="actor_id"),
    ):
        context.session.add(row)
    context.session.expire(atelier, ["sponsors"])
    context.emit(SponsorOffered(atelier=atelier.id, actor=actor_id, capacity=capacity))
    return row


def ask_for_help(context: Context, *, atelier_id: int, actor_id: int, need: str) -> HelpRequest:
    """Ask for the help of a sponsor, for a structure that one speaks for."""
    by, day = context.by, context.today
    if not by.may(MANAGE) and not speaks_for(context.session, by, actor_id, day):
        raise Forbidden("atelier.not_yours", t("You may not speak for this structure."))
    atelier = _finished(context, atelier_id)
    actor = context.session.get(Actor, actor_id)
    if actor is None or actor.kind is not ActorKind.ORGANISATION:
        raise Invalid("atelier.not_a_structure", t("Choose a structure from the directory."), field="actor")
    if not need.strip():
        raise Invalid("atelier.no_need", t("Say what help is needed."), field="need")
    row = HelpRequest(
        atelier_id=atelier.id, actor_id=actor.id, need=need.strip(), state=RequestState.OPEN, asked_on=day
    )
    context.session.add(row)
    context.session.flush()
    context.session.expire(atelier, ["requests"])
    _tell(context, row)
    return row


def match_help(context: Context, *, atelier_id: int, request_id: int, sponsor_id: int) -> HelpRequest:
    """Bring a structure and a sponsor together, by letter to both. Raises Refused beyond the capacity."""
    require(context.by, MANAGE)
    row = _request(context, atelier_id, request_id)
    if row.state is not RequestState.OPEN:
        raise Refused("atelier.not_open", t("This request is no longer open."))
    sponsor = held_row(context.session, Sponsor, sponsor_id)
    if sponsor is None or sponsor.atelier_id != atelier_id:
        raise Invalid("atelier.no_sponsor", t("Choose a sponsor from the list."), field="sponsor_id")
    if sponsor.actor_id == row.actor_id:
        raise Invalid("atelier.own_sponsor", t("A structure does not sponsor itself."), field="sponsor_id")
    helped = select(func.count(HelpRequest.id)).where(
        HelpRequest.sponsor_id == sponsor.id, HelpRequest.state.in_(_HELPED)
    )
    fault = rules.match_fault(sponsor.capacity, context.session.scalar(helped) or 0)
    if fault:
        raise Refused("atelier.sponsor_full", fault, field="sponsor_id")
    row.sponsor, row.state = sponsor, RequestState.MATCHED
    context.session.flush()
    promise(context.session, MATCH, {"request": row.id}, at=context.clock.now())
    _tell(context, row)
    return row


def close_help(
    context: Context, *, atelier_id: int, request_id: int, is_done: bool, note: str = ""
) -> HelpRequest:
    """Say what became of a request: the help was given, or is not wanted any more."""
    require(context.by, MANAGE)
    row = _request(context, atelier_id, request_id)
    wanted = {True: {RequestState.MATCHED}, False: {RequestState.OPEN, RequestState.MATCHED}}[is_done]
    if row.state not in wanted:
        raise Refused("atelier.not_matched", t("Find a sponsor first."))
    if is_done:
        row.state = RequestState.DONE
    else:
        row.state, row.sponsor = RequestState.WITHDRAWN, None
    row.note = note.strip() or None
    context.session.flush()
    _tell(context, row)
    return row


def _finished(context: Context, atelier_id: int) -> Atelier:
    atelier = held(context, atelier_id)
    if atelier.phase is not WorkPhase.AFTER:
        raise Refused("atelier.not_finished", t("This is for an atelier that is finished."))
    return atelier


def _request(context: Context, atelier_id: int, request_id: int) -> HelpRequest:
    held(context, atelier_id)
    row = context.session.get(HelpRequest, request_id)
    if row is None or row.atelier_id != atelier_id:
        raise Missing("atelier.no_request", t("There is no such request."))
    return row


def _tell(context: Context, row: HelpRequest) -> None:
    context.emit(HelpMoved(atelier=row.atelier_id, request=row.id, state=row.state.value))
