"""Settle the topics of a gate, open them again, put documents beside them."""

from collegial.files.rules import Upload
from collegial.files.services import erase_file, store_file
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.proposals.events import TopicDocumentAdded, TopicDocumentRemoved, TopicReopened, TopicSettled
from collegial.proposals.models import Proposal, Topic, TopicDocument, TopicState
from collegial.proposals.permissions import DECIDE, WRITE
from collegial.proposals.queries import deciding_group, held_proposal, next_passage
from collegial.proposals.services.gates import require_decider, words_in


def settle_topic(context: Context, topic: Topic, decision: str) -> None:
    """Settle a topic of the gate before the proposal, with the decision in words.

    Raises Forbidden for anyone outside the deciding group, Refused when the passage is behind or the
    topic is settled, Invalid without a decision.
    """
    proposal = _hold_gate_of(context, topic)
    if topic.state is TopicState.SETTLED:
        raise Refused(
            "proposals.topic_settled",
            t(
                "The topic “%(title)s” is already settled. Open it again to decide otherwise.",
                title=topic.title,
            ),
        )
    words = words_in(decision, t("Write what was decided on this topic."), field="decision")
    topic.state, topic.decision = TopicState.SETTLED, words
    topic.settled_at, topic.settled_by_id = context.clock.now(), context.by.actor_id
    context.session.flush()
    context.emit(
        TopicSettled(
            proposal=proposal.slug,
            to_stage=topic.to_stage,
            topic=topic.key,
            title=topic.title,
            decision=words,
        )
    )


def reopen_topic(context: Context, topic: Topic, reasons: str) -> None:
    """Open a settled topic again; the journal keeps the decision it had, and the reasons.

    Raises as `settle_topic` does, and Refused when the topic is open.
    """
    proposal = _hold_gate_of(context, topic)
    if topic.state is TopicState.OPEN:
        raise Refused("proposals.topic_open", t("The topic “%(title)s” is open.", title=topic.title))
    words = words_in(reasons, t("Write why this topic is opened again."), field="reasons")
    before = topic.decision or ""
    topic.state, topic.decision = TopicState.OPEN, None
    topic.settled_at = topic.settled_by_id = None
    context.session.flush()
    context.emit(
        TopicReopened(
            proposal=proposal.slug, to_stage=topic.to_stage, topic=topic.key, title=topic.title,
            decision=before, reasons=words,
        )
    )  # fmt: skip


def add_document(context: Context, topic: Topic, upload: Upload, *, title: str = "") -> TopicDocument:
    """Put a document beside a topic; raises Refused once the passage is made, Invalid for a file not kept."""
    require(context.by, WRITE)
    proposal = _hold_open_passage(context, topic)
    file = store_file(context, upload, permission=WRITE)
    document = TopicDocument(
        file=file, title=title.strip()[:200] or file.name, added_at=context.clock.now(),
        added_by=context.by.name[:200],
    )  # fmt: skip
    topic.documents.append(document)
    context.session.flush()
    context.emit(
        TopicDocumentAdded(
            proposal=proposal.slug, to_stage=topic.to_stage, topic=topic.key, digest=file.digest
        )
    )
    return document


def remove_document(context: Context, document: TopicDocument) -> None:
    """Take a document away from a topic and erase it; raises Refused once the passage is made."""
    require(context.by, WRITE)
    topic, file = document.topic, document.file
    digest = file.digest
    proposal = _hold_open_passage(context, topic)
    context.session.delete(document)
    topic.documents.remove(document)
    context.session.flush()
    erase_file(context, file, permission=WRITE)
    context.emit(
        TopicDocumentRemoved(proposal=proposal.slug, to_stage=topic.to_stage, topic=topic.key, digest=digest)
    )


def _hold_gate_of(context: Context, topic: Topic) -> Proposal:
    require(context.by, DECIDE)
    proposal = _hold_open_passage(context, topic)
    passage = next_passage(proposal)
    if passage is not None:
        require_decider(context, passage, deciding_group(context.session, passage))
    return proposal


def _hold_open_passage(context: Context, topic: Topic) -> Proposal:
    proposal = held_proposal(context.session, topic.proposal_id)
    passage = next_passage(proposal)
    if passage is None or passage.to_stage != topic.to_stage:
        raise Refused(
            "proposals.topic_past",
            t("The passage to %(stage)s is made: its topics no longer change.", stage=topic.to_stage),
        )
    return proposal
