"""The cards of the home page."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from collegial.hooks.contracts import Card
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, nt, t
from collegial.proposals.models import Proposal, Topic, TopicState
from collegial.proposals.permissions import AMEND, DECIDE, WRITE
from collegial.proposals.queries import (
    board,
    missions,
    next_passage,
    open_tasks,
    priorities,
    tasked,
    topics_before,
)
from collegial.proposals.queries.carrying import carried
from collegial.proposals.queries.debating import unanswered_mentions
from collegial.proposals.rules import PassageRule


def gate_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Say to those who decide how each gate stands."""
    if not viewer.may(DECIDE):
        return
    for proposal in board(session, viewer):
        passage = next_passage(proposal)
        if passage:
            yield _gate_card(proposal, passage, topics_before(proposal))


def _gate_card(proposal: Proposal, passage: PassageRule, topics: list[Topic]) -> Card:
    settled = sum(topic.state is TopicState.SETTLED for topic in topics)
    return Card(
        key=f"proposals.gate.{proposal.slug}",
        title=_gate_title(passage, settled, len(topics)),
        template="proposals/card_gate.html",
        context={"proposal": proposal, "topics": topics},
        permission=DECIDE,
        weight=20,
    )


def _gate_title(passage: PassageRule, settled: int, total: int) -> Text:
    start, end = passage.from_stage, passage.to_stage
    if not total:
        return t("The gate %(start)s → %(end)s", start=start, end=end)
    return t(
        "The gate %(start)s → %(end)s: %(settled)d of %(total)d topics settled",
        start=start, end=end, settled=settled, total=total,
    )  # fmt: skip


def mention_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Say to someone where they were mentioned and have not spoken since."""
    found = unanswered_mentions(session, viewer) if viewer.may(AMEND) else ()
    if found:
        yield Card(
            key="proposals.mentions",
            title=nt("You are mentioned in a debate", "You are mentioned in %(count)d debates", len(found)),
            template="proposals/card_mentions.html",
            context={"mentions": found},
            permission=AMEND,
            weight=12,
        )


def task_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Say to those who write what is to do before a version that was sent back comes again."""
    for proposal in tasked(session, viewer):
        tasks = open_tasks(proposal)
        if tasks:
            yield Card(
                key=f"proposals.tasks.{proposal.slug}",
                title=nt("%(count)d task before the gate", "%(count)d tasks before the gate", len(tasks)),
                template="proposals/card_tasks.html",
                context={"proposal": proposal, "tasks": tasks},
                permission=WRITE,
                weight=16,
            )


def late_cards(session: Session, viewer: Viewer, day: date) -> Iterable[Card]:
    """Say to those who write which actions are late."""
    for proposal in board(session, viewer):
        late = [one for one in carried(session, proposal) if one.is_late(day)]
        if late:
            yield Card(
                key=f"proposals.late.{proposal.slug}",
                title=nt("%(count)d action is late", "%(count)d actions are late", len(late)),
                template="proposals/card_late.html",
                context={"proposal": proposal, "late": late},
                permission=WRITE,
                weight=15,
            )


def priority_cards(session: Session) -> Iterable[Card]:
    """Show the priorities, once there are some."""
    rows = priorities(session)
    if rows:
        yield Card(
            key="proposals.priorities",
            title=t("Our priorities"),
            template="proposals/card_aims.html",
            context={"aims": rows},
            weight=60,
        )


def mission_cards(session: Session) -> Iterable[Card]:
    """Show the missions, once there are some."""
    rows = missions(session)
    if rows:
        yield Card(
            key="proposals.missions",
            title=t("Our missions"),
            template="proposals/card_aims.html",
            context={"aims": rows},
            weight=61,
        )
