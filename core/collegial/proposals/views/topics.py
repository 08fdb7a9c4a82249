"""Settle the topics of a gate, open them again, put documents beside them: all in one form of its page."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from collegial.files.exchanging import received
from collegial.kernel.errors import Invalid, Missing
from collegial.kernel.text import Text, nt, t
from collegial.proposals.forms.topics import AWAY, DECISION, DONE, FILE, REASONS, TITLE, TopicsForm
from collegial.proposals.models import GateTask, Proposal, Topic
from collegial.proposals.services import topics
from collegial.proposals.services.gates import finish_task
from collegial.proposals.views.gates import gate_page, topics_form_of
from collegial.proposals.views.loading import readable
from collegial.web.languages import say
from collegial.web.request import act, session


def write_topics(slug: str, to_stage: str) -> ResponseReturnValue:
    """Do all that was written on the topics of a passage, or nothing of it."""
    proposal = readable(slug)
    if to_stage not in {one.to_stage for one in proposal.topics}:
        raise Missing("proposals.no_topic", t("There is no such topic."))
    form = topics_form_of(proposal, to_stage)
    status = form.attempt(lambda: _write(proposal, form))
    if status is not None:
        form.ask_for_files_again()
        session().rollback()  # the page shows the topics as they still are
        return gate_page(readable(slug), {f"topics-{to_stage}": form}, status=status)
    flash(say(_said(form)), "success")
    return redirect(url_for("proposals.gate", slug=slug, _anchor="topics"))


def _write(proposal: Proposal, form: TopicsForm) -> None:
    _require_words(form)
    found = {one.key: one for one in proposal.topics if one.to_stage == form.to_stage}
    for number, _ in form.written(DONE):
        finish_task(act(), _task(proposal, number))
    for key, words in form.written(DECISION):
        form.at(DECISION, key, topics.settle_topic, act(), found[key], words)
    for key, words in form.written(REASONS):
        form.at(REASONS, key, topics.reopen_topic, act(), found[key], words)
    _put_documents(form, found)


def _put_documents(form: TopicsForm, found: dict[str, Topic]) -> None:
    documents = {str(one.id): one for topic in found.values() for one in topic.documents}
    for number, _ in form.written(AWAY):
        topics.remove_document(act(), documents[number])
    for key, file in form.written(FILE):
        form.at(FILE, key, topics.add_document, act(), found[key], received(file), title=form.titled(key))


def _require_words(form: TopicsForm) -> None:
    kinds = (DONE, DECISION, REASONS, AWAY, FILE)
    chosen = {key for key, _ in form.written(FILE)}
    for key, _ in form.written(TITLE):
        if key not in chosen:
            raise Invalid("proposals.no_file_chosen", t("Choose a file."), field=f"{FILE}-{key}")
    if not any(True for kind in kinds for _ in form.written(kind)):
        raise Invalid("proposals.nothing_written", t("Write what was decided on a topic, then save."))


def _said(form: TopicsForm) -> Text:
    settled = sum(1 for _ in form.written(DECISION))
    if not settled:
        return t("What you wrote on the topics is saved.")
    return nt(
        "%(count)d topic is settled. Everyone who reads the proposal sees the decision.",
        "%(count)d topics are settled. Everyone who reads the proposal sees the decisions.",
        settled,
    )


def _task(proposal: Proposal, number: str) -> GateTask:
    for decision in proposal.decisions:
        for task in decision.tasks:
            if str(task.id) == number:
                return task
    raise Missing("proposals.no_task", t("There is no such task."))
