"""Let those who are elected take their seat, in the very closing of the vote."""

from sqlalchemy import select

from collegial.actors.models import Actor
from collegial.assemblies.models import Assembly
from collegial.assemblies.models.voting import Candidacy, VotingOption
from collegial.assemblies.queries.meetings import rules_for
from collegial.groups.models import GroupKind
from collegial.groups.services import end_of_term, take_seat
from collegial.kernel.events import Context
from collegial.votes.events import ElectionCounted
from collegial.votes.queries import election_on


def seat_elected(context: Context, event: ElectionCounted) -> None:
    """Enter those elected whom the directory knows into the group that was chosen; the others are entered by hand."""
    outcome = election_on(context.session, event.resolution)
    voting = outcome.question.resolution.voting if outcome else None
    if outcome is None or voting is None or voting.group is None:
        return
    known = (
        select(Actor).join(Candidacy, Candidacy.actor_id == Actor.id)
        .join(VotingOption, VotingOption.id == Candidacy.option_id)
        .where(VotingOption.resolution_id == event.resolution, VotingOption.number.in_(outcome.elected))
    )  # fmt: skip
    today, group = context.today, voting.group.group
    years = _term(context, outcome.question.resolution.assembly) if group.kind is GroupKind.BOARD else None
    term_ends_on = end_of_term(today, years) if years else None
    for actor in context.session.scalars(known.order_by(VotingOption.number)).all():
        take_seat(context, group, actor, on=today, term_ends_on=term_ends_on)


def _term(context: Context, meeting: Assembly) -> int | None:
    """Return the years of a seat on the board, by the statutes of the meeting."""
    board = rules_for(context.session, meeting, context.zone).board
    return board.term_years if board else None
