"""What proposals ask of those who write, debate and decide, for the dashboard."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from collegial.groups.queries import group_keys_of
from collegial.hooks.contracts import NextStep
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import nt, t
from collegial.proposals.models import Proposal, TopicState
from collegial.proposals.permissions import AMEND, DECIDE, WRITE
from collegial.proposals.queries import (
    board,
    has_open_topics,
    is_amended,
    is_carried_out,
    is_ripe,
    next_passage,
    open_tasks,
    tasked,
    topics_before,
)
from collegial.proposals.queries.amendments import waiting_amendments
from collegial.proposals.queries.carrying import Carried, carried
from collegial.proposals.queries.debating import unanswered_mentions
from collegial.proposals.rules import PassageRule

_SHOWN = 5
_LOOKED_AT = 10  # of the proposals with open topics, the newest


def late_steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say to those who write which actions are late."""
    for proposal in board(session, viewer, is_carried_out()) if viewer.may(WRITE) else ():
        late = [one for one in carried(session, proposal) if one.is_late(day)]
        if late:
            yield NextStep(
                key=f"proposals.late.{proposal.slug}",
                sentence=nt("%(count)d action is late", "%(count)d actions are late", len(late)),
                act=t("See what is late"), endpoint="proposals.implementation", values={"slug": proposal.slug},
                about=proposal.title, due_on=_first_due(late),
                icon="priority", permission=WRITE, weight=15,
            )  # fmt: skip


def _first_due(late: Sequence[Carried]) -> date | None:
    return min((one.now.due_on for one in late if one.now and one.now.due_on), default=None)


def task_steps(session: Session, viewer: Viewer) -> Iterator[NextStep]:
    """Say to those who write what is to do before a version that was sent back comes again."""
    for proposal in tasked(session, viewer) if viewer.may(WRITE) else ():
        tasks = open_tasks(proposal)
        if tasks:
            yield NextStep(
                key=f"proposals.tasks.{proposal.slug}",
                sentence=nt("%(count)d task before the gate", "%(count)d tasks before the gate", len(tasks)),
                act=t("See the tasks"), endpoint="proposals.gate", values={"slug": proposal.slug, "_anchor": "tasks"},
                about=proposal.title, icon="proposal", permission=WRITE, weight=16,
            )  # fmt: skip


def mention_steps(session: Session, viewer: Viewer) -> Iterator[NextStep]:
    """Say to someone where they were mentioned and have not spoken since."""
    for one in unanswered_mentions(session, viewer)[:_SHOWN] if viewer.may(AMEND) else ():
        said = one.remark
        yield NextStep(
            key=f"proposals.mention.{said.id}",
            sentence=t("%(name)s asks for you in a debate", name=said.author.name), act=t("Reply"),
            endpoint="proposals.amendment",
            values={
                "slug": said.amendment.proposal.slug, "amendment_id": said.amendment_id, "remark": said.id,
                "_anchor": f"remark-{said.id}",
            },
            about=said.amendment.title, icon="discussion", permission=AMEND, weight=12,
        )  # fmt: skip


def amendment_steps(session: Session, viewer: Viewer) -> Iterator[NextStep]:
    """Say to those who decide how many amendments wait for their answer."""
    if not viewer.may(DECIDE):
        return
    proposals = {one.id: one for one in board(session, viewer, is_amended())}
    for proposal_id, number in waiting_amendments(session, proposals).items():
        proposal = proposals[proposal_id]
        yield NextStep(
            key=f"proposals.amendments.{proposal.slug}",
            sentence=nt(
                "%(count)d amendment or remark waits for an answer",
                "%(count)d amendments or remarks wait for an answer",
                number,
            ),
            act=t("Read and answer"), endpoint="proposals.amendments", values={"slug": proposal.slug},
            about=proposal.title, icon="discussion", permission=DECIDE, weight=16,
        )  # fmt: skip


def topic_steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say to the members of the group that decides how many topics wait for them before a gate."""
    if not viewer.may(DECIDE):
        return
    mine = group_keys_of(session, viewer.actor_id, day)
    for proposal in board(session, viewer, has_open_topics(), most=_LOOKED_AT):
        passage = next_passage(proposal)
        if passage and (passage.group is None or passage.group in mine):
            yield _topics_wait(proposal, passage)


def _topics_wait(proposal: Proposal, passage: PassageRule) -> NextStep:
    waiting = sum(one.state is TopicState.OPEN for one in topics_before(proposal))
    return NextStep(
        key=f"proposals.topics.{proposal.slug}",
        sentence=nt(
            "%(count)d topic to settle before the gate %(start)s → %(end)s",
            "%(count)d topics to settle before the gate %(start)s → %(end)s",
            waiting, start=passage.from_stage, end=passage.to_stage,
        ),
        act=t("Settle the topics"), endpoint="proposals.gate",
        values={"slug": proposal.slug, "_anchor": "topics"}, about=proposal.title, icon="discussion",
        permission=DECIDE, weight=17,
    )  # fmt: skip


def gate_steps(session: Session, viewer: Viewer) -> Iterator[NextStep]:
    """Say to those who decide which gate has all its topics settled."""
    for proposal in board(session, viewer, is_ripe()) if viewer.may(DECIDE) else ():
        passage, topics = next_passage(proposal), topics_before(proposal)
        if passage and topics and all(one.state is TopicState.SETTLED for one in topics):
            yield NextStep(
                key=f"proposals.gate.{proposal.slug}",
                sentence=t(
                    "All topics are settled before the gate %(start)s → %(end)s",
                    start=passage.from_stage, end=passage.to_stage,
                ),
                act=t("Decide"), endpoint="proposals.gate", values={"slug": proposal.slug}, about=proposal.title,
                icon="decision", permission=DECIDE, weight=17,
            )  # fmt: skip
