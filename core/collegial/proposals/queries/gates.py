"""Weigh the gate before a proposal, and read what its group is deciding."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.groups.models import Group
from collegial.groups.queries import group_by_key, group_size, is_in_group
from collegial.hooks.contracts import Passage, Verdict
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, t
from collegial.proposals.models import (
    GateDecision,
    GateOutcome,
    GateRound,
    GateVoice,
    Proposal,
    Rollback,
    Topic,
    TopicState,
)
from collegial.proposals.permissions import DECIDE
from collegial.proposals.queries.content import content_of
from collegial.proposals.queries.stages import draft_of, next_passage, open_tasks, rules_of, topics_before
from collegial.proposals.rules import (
    ConditionStanding,
    GateState,
    PassageRule,
    TopicStanding,
    gate_state,
    of_an_empty_version,
    without_its_group,
)

Check = Callable[[str, Passage], Verdict]
Label = Callable[[str], Text]


@dataclass(frozen=True, kw_only=True)
class Gate:
    """The gate before a proposal now: its rule, its group, its topics and how it stands."""

    rule: PassageRule
    group: Group | None
    topics: Sequence[Topic]
    state: GateState

    @property
    def settled(self) -> int:
        """Return how many topics are settled."""
        return sum(topic.state is TopicState.SETTLED for topic in self.topics)


def _plain_label(key: str) -> Text:
    return t("Condition “%(key)s”", key=key)


def gate_of(
    session: Session, proposal: Proposal, check: Check, label: Label = _plain_label, *, day: date
) -> Gate | None:
    """Weigh the gate before a proposal as it stands on a day; None at the last stage.

    `check` asks a module for its verdict and `label` for its name, by the key of the condition.
    """
    rule = next_passage(proposal)
    if rule is None:
        return None
    where = Passage(proposal_id=proposal.id, from_stage=rule.from_stage, to_stage=rule.to_stage)
    topics = topics_before(proposal)
    state = gate_state(
        rule,
        [
            TopicStanding(key=one.key, title=one.title, is_settled=one.state is TopicState.SETTLED)
            for one in topics
        ],
        Counter(row.kind for row in draft_of(proposal).contributions),
        [_standing(key, label(key), check(key, where)) for key in rule.conditions],
        tasks=[task.title for task in open_tasks(proposal)],
        kind_labels={kind.key: kind.label for kind in rules_of(proposal).kinds},
    )
    if not content_of(session, draft_of(proposal)):
        state = of_an_empty_version(state)
    group = deciding_group(session, rule)
    wanting = who_is_wanting(session, rule, group, day)
    if wanting is not None:
        state = without_its_group(state, wanting)
    return Gate(rule=rule, group=group, topics=topics, state=state)


def who_is_wanting(session: Session, rule: PassageRule, group: Group | None, day: date) -> Text | None:
    """Say for want of whom nobody can decide; None where somebody is there, or no group is named."""
    if rule.group is None:
        return None
    if group is None:
        return no_such_group(rule.group)
    if group_size(session, group, day):
        return None
    return t("Nobody belongs to the group “%(group)s” today: the staff adds its members.", group=group.name)


def no_such_group(key: str) -> Text:
    """Say that a group named by a pipeline is not there."""
    return t("The group “%(key)s” that decides this passage does not exist. Create it first.", key=key)


def _standing(key: str, label: Text, verdict: Verdict) -> ConditionStanding:
    return ConditionStanding(
        key=key, label=label, is_open=verdict.is_open, reason=verdict.reason, endpoint=verdict.endpoint
    )


def deciding_group(session: Session, passage: PassageRule) -> Group | None:
    """Return the group that decides a passage; None where the pipeline names none."""
    return group_by_key(session, passage.group) if passage.group else None


def may_decide(session: Session, viewer: Viewer, group: Group | None, day: date) -> bool:
    """Tell whether someone may settle topics and decide: by right, and by belonging to the group that day."""
    if viewer.is_program or not viewer.may(DECIDE):
        return viewer.is_program
    if group is None:
        return True
    return viewer.actor_id is not None and is_in_group(session, group.id, viewer.actor_id, day)


def open_round(session: Session, proposal: Proposal) -> GateRound | None:
    """Return the round that the group holds now on a passage."""
    query = select(GateRound).where(GateRound.proposal_id == proposal.id, GateRound.closed_at.is_(None))
    return session.scalars(
        query.options(selectinload(GateRound.voices).joinedload(GateVoice.actor))
    ).one_or_none()


def rollbacks(session: Session, proposal: Proposal) -> Sequence[Rollback]:
    """Return the decisions to start a draft again, in order."""
    query = select(Rollback).where(Rollback.proposal_id == proposal.id).order_by(Rollback.id)
    return session.scalars(query).all()


def passages_made(
    session: Session, first: date, last: date, *, most: int
) -> Sequence[tuple[GateDecision, Proposal]]:
    """Return the passages that were decided on some days, each with its public proposal, the latest first."""
    found = (
        select(GateDecision, Proposal)
        .join(Proposal, Proposal.id == GateDecision.proposal_id)
        .where(
            Proposal.is_public, GateDecision.outcome == GateOutcome.PASSED,
            GateDecision.decided_on.between(first, last),
        )
        .order_by(GateDecision.decided_on.desc(), GateDecision.id.desc())
    )  # fmt: skip
    return [(row[0], row[1]) for row in session.execute(found.limit(most))]
