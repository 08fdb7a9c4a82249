"""What changed in the room during a meeting: who came and left, and the quorum found at each vote (L39)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly
from collegial.assemblies.queries.attending import quorum_again
from collegial.assemblies.queries.roll import stays
from collegial.assemblies.rules import QuorumVerdict
from collegial.statutes.rules import StatuteRules
from collegial.votes.models import VoteSession
from collegial.votes.trying import quorums_taken


def moves_of(session: Session, meeting: Assembly) -> tuple[int, int]:
    """Count who was not there at the opening and came later, and who was there and not to the end."""
    opened, closed = meeting.opened_at, meeting.closed_at
    came = list(session.scalars(stays(meeting.id)))
    if opened is None:
        return 0, 0
    first = {
        one.entry_id
        for one in came
        if one.arrived_at <= opened and (one.left_at is None or one.left_at > opened)
    }
    later = {one.entry_id for one in came if one.arrived_at > opened} - first
    last = {one.entry_id for one in came if one.left_at is None or (closed and one.left_at >= closed)}
    return len(later), len((first | later) - last)


def quorums_at(
    session: Session, closed: Sequence[VoteSession], rules: StatuteRules
) -> dict[int, QuorumVerdict]:
    """Return the quorum found as each resolution was put to the vote, by its number."""
    found = {}
    for vote in closed:
        taken = quorums_taken(session, vote)
        for resolution in (one.resolution for one in vote.questions if one.resolution.kind in taken):
            rule = rules.quorum(resolution.kind, vote.assembly.convocation)
            found[resolution.number] = quorum_again(taken[resolution.kind], rule)
    return found
