"""The cards of the home page."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from collegial.hooks.contracts import Card
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, t
from collegial.proposals.models import Proposal, Topic, TopicState
from collegial.proposals.permissions import AMEND, DECIDE
from collegial.proposals.queries import board, next_passage, open_drafts, topics_before
from collegial.proposals.rules import PassageRule

_MOST_DRAFTS = 3
_MOST_GATES = 6


def gate_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Say to those who decide how each gate stands."""
    if not viewer.may(DECIDE):
        return
    for proposal in board(session, viewer, most=_MOST_GATES):
        passage = next_passage(proposal)
        if passage:
            yield _gate_card(proposal, passage, topics_before(proposal))


def draft_cards(session: Session, viewer: Viewer) -> Iterable[Card]:
    """Lead those who may suggest, and do not decide, to what is being written."""
    if viewer.may(DECIDE) or not viewer.may(AMEND):
        return
    drafts = open_drafts(session, viewer, most=_MOST_DRAFTS)
    if drafts:
        yield Card(
            key="proposals.drafts", title=t("Being written together"), template="proposals/card_drafts.html",
            context={"drafts": drafts}, permission=AMEND, weight=45,
        )  # fmt: skip


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
        "The gate %(start)s → %(end)s, topics settled: %(settled)d of %(total)d",
        start=start, end=end, settled=settled, total=total,
    )  # fmt: skip
