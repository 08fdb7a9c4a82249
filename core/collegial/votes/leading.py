"""What the pages of an assembly offer whoever leads it: votes to open and close, seats to enter."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.groups.permissions import MANAGE as MANAGE_GROUPS
from collegial.hooks.contracts import Fragment
from collegial.votes.models import VoteSession
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import next_vote, open_session_of
from collegial.votes.steps import ELECTIONS, latest_elections, seats_to_enter
from collegial.web.program import current_program
from collegial.web.request import act


def to_open(session: Session, assembly_id: int) -> Iterable[Fragment]:
    """Offer the bureau its next act; behind all other acts, what else it may open and what waits for its quorum."""
    vote = open_session_of(session, assembly_id)
    coming = next_vote(act(), session.get_one(Assembly, assembly_id))
    context = {"assembly_id": assembly_id, "vote": vote, "coming": coming}
    for key, weight in (("conduct", -10), ("choosing", 90)):
        yield Fragment(
            key=f"votes.{key}", template=f"votes/slot_{key}.html", context=context, permission=PRESIDE,
            weight=weight,
        )  # fmt: skip


def at_item(session: Session, assembly_id: int) -> Iterable[Fragment]:
    """Offer at the item at hand what the conduct offers: its own vote to open, or the one that is open to close."""
    vote = open_session_of(session, assembly_id)
    coming = next_vote(act(), session.get_one(Assembly, assembly_id))
    if vote or (coming.first and coming.first.item_id == coming.at_hand):
        yield Fragment(
            key="votes.item", template="votes/slot_conduct.html",
            context={"assembly_id": assembly_id, "vote": vote, "coming": coming}, permission=PRESIDE,
        )  # fmt: skip


def to_seat(session: Session, assembly_id: int) -> Iterable[Fragment]:
    """Lead to the seats of those elected in this assembly that are still to be entered."""
    zone = current_program().settings.pays.zone
    votes = latest_elections().where(VoteSession.assembly_id == assembly_id).limit(ELECTIONS)
    left = [
        one for vote in session.scalars(votes) for one in seats_to_enter(session, vote, act().today, zone)
    ]
    if left:
        yield Fragment(
            key="votes.seats", template="votes/slot_seats.html", context={"left": left}, permission=MANAGE_GROUPS,
            weight=70,
        )  # fmt: skip
