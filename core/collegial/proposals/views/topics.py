"""Settle the topics of a gate, open them again, put documents beside them."""

from collections.abc import Callable

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from collegial.files.exchanging import received
from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.proposals import services
from collegial.proposals.forms.drafts import AttachForm
from collegial.proposals.forms.gates import ReopenForm, SettleForm
from collegial.proposals.models import Proposal, Topic, TopicDocument
from collegial.proposals.services import topics
from collegial.proposals.views.gates import gate_page
from collegial.proposals.views.loading import readable
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.request import act


def settle(slug: str, to_stage: str, key: str) -> ResponseReturnValue:
    """Settle a topic."""
    proposal = readable(slug)
    topic, form = _topic(proposal, to_stage, key), SettleForm(prefix=f"settle-{key}")
    return _tried(
        proposal, key, form,
        lambda: services.settle_topic(act(), topic, form.decision.data),
        t("The topic is settled. Everyone who reads the proposal sees the decision."),
    )  # fmt: skip


def reopen(slug: str, to_stage: str, key: str) -> ResponseReturnValue:
    """Open a settled topic again."""
    proposal = readable(slug)
    topic, form = _topic(proposal, to_stage, key), ReopenForm(prefix=f"reopen-{key}")
    return _tried(
        proposal, key, form,
        lambda: services.reopen_topic(act(), topic, form.reasons.data),
        t("The topic is open again."),
    )  # fmt: skip


def add_document(slug: str, to_stage: str, key: str) -> ResponseReturnValue:
    """Put a document beside a topic."""
    proposal = readable(slug)
    topic, form = _topic(proposal, to_stage, key), AttachForm(prefix=f"document-{key}")
    return _tried(
        proposal, key, form,
        lambda: topics.add_document(act(), topic, received(form.file.data), title=form.title.data or ""),
        t("The document is beside the topic."),
    )  # fmt: skip


def remove_document(slug: str, to_stage: str, key: str, document_id: int) -> ResponseReturnValue:
    """Take a document away from a topic."""
    proposal = readable(slug)
    document = _document(_topic(proposal, to_stage, key), document_id)
    topics.remove_document(act(), document)
    flash(say(t("“%(title)s” is taken away.", title=document.title)), "info")
    return _back(slug, key)


def _tried(
    proposal: Proposal, key: str, form: Form, act_of: Callable[[], object], done: Text
) -> ResponseReturnValue:
    status = form.attempt(act_of)
    if status is not None:
        return gate_page(proposal, {form._prefix.rstrip("-"): form}, status=status)  # noqa: SLF001 (as in drafting)
    flash(say(done), "success")
    return _back(proposal.slug, key)


def _back(slug: str, key: str) -> ResponseReturnValue:
    return redirect(url_for("proposals.gate", slug=slug, _anchor=f"topic-{key}"))


def _topic(proposal: Proposal, to_stage: str, key: str) -> Topic:
    for topic in proposal.topics:
        if (topic.to_stage, topic.key) == (to_stage, key):
            return topic
    raise Missing("proposals.no_topic", t("There is no such topic."))


def _document(topic: Topic, document_id: int) -> TopicDocument:
    for one in topic.documents:
        if one.id == document_id:
            return one
    raise Missing("proposals.no_file", t("There is no such file in this proposal."))
