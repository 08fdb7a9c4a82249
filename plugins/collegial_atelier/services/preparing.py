"""Spot structures and experts, call them, find the money."""

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
    or_refuse,
    promise,
    require,
    t,
)
from collegial_atelier import rounds
from collegial_atelier.events import FundingMoved, ProspectMoved
from collegial_atelier.models import Atelier, Funding, FundingState, Prospect, ProspectRole
from collegial_atelier.permissions import MANAGE
from collegial_atelier.rules import Spot
from collegial_atelier.services.opening import held

CALL = "atelier.call"


def spot(context: Context, *, atelier_id: int, actor_id: int, role: ProspectRole, note: str = "") -> Prospect:
    """Note a structure for the group, or an expert to hear."""
    require(context.by, MANAGE)
    atelier = _open(context, atelier_id)
    actor = context.session.get(Actor, actor_id)
    if actor is None or (role is ProspectRole.STRUCTURE and actor.kind is not ActorKind.ORGANISATION):
        raise Invalid("atelier.not_a_structure", t("Choose a structure from the directory."), field="actor")
    row = Prospect(
        atelier_id=atelier.id, actor_id=actor.id, role=role, state=Spot.SPOTTED, note=note.strip() or None
    )
    with or_refuse(
        context.session, Refused("atelier.already_spotted", t("It is already on the list."), field="actor")
    ):
        context.session.add(row)
    context.session.expire(atelier, ["prospects"])
    _tell(context, row)
    return row


def move_prospect(context: Context, *, atelier_id: int, prospect_id: int, state: Spot) -> Prospect:
    """Call somebody by letter, or note the answer."""
    require(context.by, MANAGE)
    _open(context, atelier_id)
    row = context.session.get(Prospect, prospect_id)
    if row is None or row.atelier_id != atelier_id:
        raise Missing("atelier.no_prospect", t("Nobody on the list matches."))
    if state is Spot.SPOTTED or (state is not Spot.CALLED and row.called_on is None):
        raise Refused("atelier.not_called", t("Call it first, then note its answer."))
    if state is Spot.CALLED and row.called_on == context.today:
        raise Refused(
            "atelier.called_today", t("It has already been called today: nobody is written to twice.")
        )
    if state is Spot.CALLED:
        row.called_on = context.today
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
        atelier_id=atelier.id, source=source.strip(), amount=amount, state=state, state_on=context.today
    )
    context.session.add(row)
    context.session.flush()
    context.session.expire(atelier, ["fundings"])
    _tell_money(context, row)
    return row


def take_round(context: Context, *, atelier_id: int, number: int) -> Funding:
    """Note an open funding round of another module as a source of money: it brings what it asks for, once it holds."""
    require(context.by, MANAGE)
    atelier = held(context, atelier_id)
    chosen = {one["number"]: one for one in rounds.open_rounds(context.session)}.get(number)
    module = rounds.service(context.session)
    if chosen is None or module is None:
        raise Invalid("atelier.no_round", t("Choose a round that is open."), field="number")
    row = Funding(
        atelier_id=atelier.id, source=chosen["title"][:200], amount=rounds.euros(chosen["goal"]),
        state=FundingState.SOUGHT, state_on=context.today, round_module=module.module, round_number=number,
    )  # fmt: skip
    with or_refuse(
        context.session, Refused("atelier.has_round", t("This round is already noted."), field="number")
    ):
        context.session.add(row)
    context.session.expire(atelier, ["fundings"])
    _tell_money(context, row)
    return row


def move_funding(context: Context, *, atelier_id: int, funding_id: int, state: FundingState) -> Funding:
    """Say whether the money was found; that of a funding round is found once the round holds."""
    require(context.by, MANAGE)
    held(context, atelier_id)
    row = context.session.get(Funding, funding_id)
    if row is None or row.atelier_id != atelier_id:
        raise Missing("atelier.no_funding", t("There is no such source of money."))
    if row.state is state:
        return row
    if state is FundingState.FOUND and row.round_module is not None and row.round_number is not None:
        row.amount = _brought(context, row.round_module, row.round_number)
    row.state, row.state_on = state, context.today
    _tell_money(context, row)
    return row


def _brought(context: Context, module: str, number: int) -> Money:
    """Return what a round brings; raises Refused while it does not hold, or nobody can say so."""
    found = rounds.find(context.session, module, number)
    if found is None:
        raise Refused(
            "atelier.round_unknown",
            t(
                "The module “%(module)s”, which keeps this round, is not in use now: it cannot say whether the "
                "round holds.",
                module=module,
            ),
        )
    if found["state"] != rounds.HELD:
        raise Refused(
            "atelier.round_not_held",
            t("This round does not hold yet: the money is found once it does. End the round first."),
        )
    return rounds.euros(found["pledged"])


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
