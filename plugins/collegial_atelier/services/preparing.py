"""Spot structures and experts, call them, find the money."""

from sqlalchemy.exc import IntegrityError

from collegial.plugin import (
    ZERO,
    Actor,
    ActorKind,
    Context,
    Invalid,
    Missing,
    Money,
    Refused,
    WorkPhase,
    promise,
    require,
    t,
)
from collegial_atelier.events import FundingMoved, ProspectMoved
from collegial_atelier.models import Atelier, Funding, FundingState, Prospect, ProspectRole
from collegial_atelier.permissions import MANAGE
from collegial_atelier.rules import Spot
from collegial_atelier.services.opening import held, today

CALL = "atelier.call"


def spot(context: Context, *, atelier_id: int, actor_id: int, role: ProspectRole, note: str = "") -> Prospect:
    """Note a structure for the group, or an expert to hear."""
    require(context.by, MANAGE)
    atelier = _open(context, atelier_id)
    actor = context.session.get(Actor, actor_id)
    if actor is None or (role is ProspectRole.STRUCTURE and actor.kind is not ActorKind.ORGANISATION):
        raise Invalid("atelier.not_a_structure", t("Choose a structure of the directory."), field="actor")
    row = Prospect(
        atelier_id=atelier.id, actor_id=actor.id, role=role, state=Spot.SPOTTED, note=note.strip() or None
    )
    try:
        with context.session.begin_nested():
            context.session.add(row)
    except IntegrityError:
        raise Refused("atelier.already_spotted", t("It is on the list already."), field="actor") from None
    context.session.expire(atelier, ["prospects"])
    _tell(context, row)
    return row


def move_prospect(context: Context, *, atelier_id: int, prospect_id: int, state: Spot) -> Prospect:
    """Call somebody by letter, or note the answer."""
    require(context.by, MANAGE)
    _open(context, atelier_id)
    row = context.session.get(Prospect, prospect_id)
    if row is None or row.atelier_id != atelier_id:
        raise Missing("atelier.no_prospect", t("Nobody like that is on the list."))
    if state is Spot.SPOTTED or (state is not Spot.CALLED and row.called_on is None):
        raise Refused("atelier.not_called", t("Call it first, then note its answer."))
    if state is Spot.CALLED:
        row.called_on = today(context)
        promise(context.session, CALL, {"prospect": row.id}, at=context.clock.now())
    row.state = state
    _tell(context, row)
    return row


def add_funding(
    context: Context,
    *,
    atelier_id: int,
    source: str,
    amount: Money,
    state: FundingState = FundingState.SOUGHT,
) -> Funding:
    """Note a source of money."""
    require(context.by, MANAGE)
    atelier = held(context, atelier_id)
    if not source.strip():
        raise Invalid("atelier.no_source", t("Write who would give the money."), field="source")
    if amount <= ZERO:
        raise Invalid("atelier.no_amount", t("Write an amount above zero."), field="amount")
    row = Funding(
        atelier_id=atelier.id, source=source.strip(), amount=amount, state=state, state_on=today(context)
    )
    context.session.add(row)
    context.session.flush()
    context.session.expire(atelier, ["fundings"])
    _tell_money(context, row)
    return row


def move_funding(context: Context, *, atelier_id: int, funding_id: int, state: FundingState) -> Funding:
    """Say whether the money was found."""
    require(context.by, MANAGE)
    held(context, atelier_id)
    row = context.session.get(Funding, funding_id)
    if row is None or row.atelier_id != atelier_id:
        raise Missing("atelier.no_funding", t("There is no such source of money."))
    row.state, row.state_on = state, today(context)
    _tell_money(context, row)
    return row


def _open(context: Context, atelier_id: int) -> Atelier:
    atelier = held(context, atelier_id)
    if atelier.phase is WorkPhase.AFTER:
        raise Refused("atelier.finished", t("This atelier is finished."))
    return atelier


def _tell(context: Context, row: Prospect) -> None:
    context.emit(ProspectMoved(atelier=row.atelier_id, actor=row.actor_id, state=row.state.value))


def _tell_money(context: Context, row: Funding) -> None:
    context.emit(
        FundingMoved(atelier=row.atelier_id, funding=row.id, cents=row.amount.cents, state=row.state.value)
    )
