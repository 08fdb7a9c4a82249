"""Read who may answer in the round of a group: who did, who did not yet, and whose account may not decide."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.accounts.models import Account, AccountRole, RoleRow
from collegial.actors.models import Actor
from collegial.groups.models import Group
from collegial.groups.queries import members_on
from collegial.proposals.models import GateRound, GateVoice
from collegial.proposals.permissions import DECIDE


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Someone in a round: what it said, whether it belongs to the group today, whether its account may decide."""

    actor: Actor
    voice: GateVoice | None
    belongs: bool
    may_decide: bool


def seats_at(session: Session, group: Group, day: date, now: GateRound | None) -> Sequence[Seat]:
    """Return the members of a group on a day by name, then who answered in its round and left the group since."""
    voices = {one.actor_id: one for one in now.voices} if now else {}
    members = members_on(session, group.id, day)
    able = _able(session, {one.id for one in members})
    here = [
        Seat(actor=one, voice=voices.pop(one.id, None), belongs=True, may_decide=one.id in able)
        for one in members
    ]
    gone = [Seat(actor=one.actor, voice=one, belongs=False, may_decide=True) for one in voices.values()]
    return [*here, *gone]


def _able(session: Session, actors: Collection[int]) -> set[int | None]:
    """Return which actors have an open account with a role that decides."""
    query = (
        select(Account.actor_id)
        .join(AccountRole, AccountRole.account_id == Account.id)
        .join(RoleRow, RoleRow.id == AccountRole.role_id)
        .where(Account.active, Account.actor_id.in_(actors), RoleRow.name.in_(DECIDE.roles))
    )
    return set(session.scalars(query)) if actors else set()
