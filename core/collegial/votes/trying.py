"""What closed votes would have come to under other rules than the statutes': a simulation, kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from collegial.assemblies.models import QuorumRecord
from collegial.assemblies.queries.attending import quorum_again
from collegial.assemblies.queries.meetings import quorum_records, rules_for
from collegial.assemblies.rules import QuorumVerdict
from collegial.statutes.rules import Carry, DecisionKind, QuorumRule
from collegial.votes.models import VoteSession

Quorums = Mapping[DecisionKind, QuorumVerdict]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """The rules that are tried; None for those that stay as they were."""

    carry: Carry | None = None
    quorum: QuorumRule | None = None


AS_SEALED = Trial()


def quorums_taken(session: Session, vote: VoteSession) -> dict[DecisionKind, QuorumRecord]:
    """Return the quorum that was written down as a vote opened, by kind of decision: the last of each."""
    taken = quorum_records(session, vote.assembly_id)
    return {one.kind: one for one in taken if vote.opened_at and one.taken_at <= vote.opened_at}


def tried_quorums(session: Session, vote: VoteSession, zone: str, rule: QuorumRule | None) -> Quorums:
    """Return what a quorum says of those who attended as a vote opened, by the kinds whose own quorum it is not."""
    if rule is None or vote.opened_at is None:
        return {}
    rules = rules_for(session, vote.assembly, zone)
    return {
        kind: quorum_again(record, rule)
        for kind, record in quorums_taken(session, vote).items()
        if rules.quorum(kind, vote.assembly.convocation) != rule
    }
