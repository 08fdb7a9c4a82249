"""Open rounds, pledge, confirm; what others may ask of the rounds."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.plugin import (
    Actor,
    Context,
    Invalid,
    Proposal,
    promise,
    require,
    settings_of,
    t,
)
from collegial_brest.events import Pledged, RoundOpened
from collegial_brest.models import BrestPledge, BrestRound
from collegial_brest.permissions import OPEN, PLEDGE
from collegial_brest.settings import ROUNDS


def open_round(context: Context, *, title: str, goal: int, slug: str) -> BrestRound:
    """Open a round for a proposal. Raises Invalid for a proposal that there is not."""
    require(context.by, OPEN)
    proposal = context.session.scalars(select(Proposal).where(Proposal.slug == slug)).one_or_none()
    if proposal is None:
        raise Invalid("brest.no_proposal", t("There is no proposal with this address."), field="slug")
    day = context.today
    row = BrestRound(title=title, goal=goal, proposal=proposal, opened_on=day)
    context.session.add(row)
    context.session.flush()
    context.emit(RoundOpened(round=row.id))
    return row


def pledge(
    context: Context,
    row: BrestRound,
    *,
    actor_id: int | None,
    amount: int,
    words: str | None = None,  # since 2.0
) -> BrestPledge:
    """Pledge for an actor. Raises Invalid for too little, or without anybody who pledges."""
    require(context.by, PLEDGE)
    least = settings_of(context.session, ROUNDS).least
    if amount < least:
        raise Invalid("brest.too_little", t("Pledge %(least)s euros or more.", least=least), field="amount")
    if actor_id is None or context.session.get(Actor, actor_id) is None:
        raise Invalid("brest.nobody", t("Your account belongs to no actor, so nobody would pledge."))
    made = BrestPledge(
        round=row,
        actor_id=actor_id,
        amount=amount,
        words=words,  # since 2.0
    )
    context.session.add(made)
    context.session.flush()
    context.emit(Pledged(round=row.id))
    promise(context.session, "brest.confirm", {"pledge": made.id}, at=context.clock.now())
    return made


def confirm(context: Context, payload: Mapping[str, Any]) -> None:
    """Confirm a pledge, after its commit; once more changes nothing."""
    made = context.session.get(BrestPledge, payload["pledge"])
    if made is not None:
        made.is_confirmed = True


def rounds(session: Session) -> Sequence[BrestRound]:
    """Return all rounds, the latest first, with their pledges."""
    query = select(BrestRound).options(selectinload(BrestRound.pledges), selectinload(BrestRound.proposal))
    return session.scalars(query.order_by(BrestRound.id.desc())).all()


class Rounds:
    """The service of the capability `funding-rounds`: whose rounds these are, and what they gather, as plain values."""

    module = "brest"

    def open_rounds(self, session: Session) -> list[dict[str, object]]:
        """Return each round that has not reached its goal; amounts in euros."""
        return [_told(one) for one in rounds(session) if one.pledged < one.goal]

    def find(self, session: Session, number: int) -> dict[str, object] | None:
        """Return a round by its number, whatever became of it."""
        return next((_told(one) for one in rounds(session) if one.id == number), None)


def _told(one: BrestRound) -> dict[str, object]:
    state = "held" if one.pledged >= one.goal else "open"
    return {
        "number": one.id, "title": one.title, "goal": one.goal, "pledged": one.pledged, "state": state
    }  # fmt: skip
