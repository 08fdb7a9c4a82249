"""Speak of an amendment, mention others, and hide what is out of place."""

from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.proposals.events import RemarkHidden
from collegial.proposals.models import Amendment, AmendmentRemark, RemarkMention
from collegial.proposals.permissions import AMEND, DECIDE
from collegial.proposals.queries import held_proposal
from collegial.proposals.queries.debating import mentionable
from collegial.proposals.rules.mentioning import take_names
from collegial.proposals.services.amending import author_in
from collegial.proposals.services.following import MENTIONS


def remark(
    context: Context, amendment: Amendment, words: str, *, answers: AmendmentRemark | None = None
) -> AmendmentRemark:
    """Say something of an amendment, or answer a remark on it; those mentioned are told, not oneself.

    Raises Refused while the proposal is withdrawn, Invalid without a word.
    """
    require(context.by, AMEND)
    held_proposal(context.session, amendment.proposal_id)
    author = author_in(context)
    if not words.strip():
        raise Invalid("proposals.no_words", t("Write something here."), field="text")
    names = {one.id: one.name for one in mentionable(context.session, amendment, context.today)}
    text, meant = take_names(words.strip(), names)
    row = AmendmentRemark(
        amendment_id=amendment.id, answers_id=answers.id if answers else None, author_id=author,
        text=text, said_at=context.clock.now(),
        mentions=[RemarkMention(number=at, actor_id=one) for at, one in enumerate(meant, start=1)],
    )  # fmt: skip
    context.session.add(row)
    context.session.flush()
    for one in row.mentions:
        if one.actor_id != author:
            promise(context.session, MENTIONS, {"mention": one.id}, at=context.clock.now())
    context.session.expire(amendment, ["remarks"])
    return row


def hide_remark(context: Context, said: AmendmentRemark, why: str) -> None:
    """Hide a remark from readers, with the reason; those who decide moderate."""
    require(context.by, DECIDE)
    if not why.strip():
        raise Invalid("proposals.no_why", t("Write why this message is hidden."), field="why")
    said.hidden_at, said.hidden_why = context.clock.now(), why.strip()
    context.session.flush()
    context.emit(
        RemarkHidden(proposal=said.amendment.proposal.slug, amendment=said.amendment_id, remark=said.id)
    )
