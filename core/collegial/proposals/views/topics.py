"""Settle the topics of a gate, open them again, put documents beside them; say which tasks before it are done."""

from collections.abc import Sequence

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from collegial.files.exchanging import received
from collegial.kernel.errors import Invalid, Missing
from collegial.kernel.text import Text, nt, t
from collegial.proposals.forms.topics import AWAY, DECISION, FILE, REASONS, TITLE, TopicsForm
from collegial.proposals.models import GateTask, Proposal, Topic
from collegial.proposals.queries import open_tasks
from collegial.proposals.services import topics
from collegial.proposals.services.gates import finish_task
from collegial.proposals.views.gates import gate_page, tasks_form_of, topics_form_of
from collegial.proposals.views.loading import readable
from collegial.web.languages import say
from collegial.web.request import act, session

_SAID = {
    REASONS: t("The topic is open again: the journal keeps what was decided, and why it is opened."),
    AWAY: t("The document is taken away."),
    FILE: t("The document is put beside its topic."),
}


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


def finish_tasks(slug: str, to_stage: str) -> ResponseReturnValue:
    """Say which tasks before a passage are done."""
    proposal = readable(slug)
    form = tasks_form_of(proposal, to_stage)
    done = form.done(open_tasks(proposal)) if form.is_submitted() else []
    status = form.attempt(lambda: _finish(done))
    if status is not None:
        return gate_page(proposal, {f"tasks-{to_stage}": form}, status=status)
    said = nt("%(count)d task is marked as done.", "%(count)d tasks are marked as done.", len(done))
    flash(say(said), "success")
    return redirect(url_for("proposals.gate", slug=slug))


def _finish(tasks: Sequence[GateTask]) -> None:
    if not tasks:
        raise Invalid("proposals.nothing_ticked", t("Tick what is done, then save."))
    for task in tasks:
        finish_task(act(), task)


def _write(proposal: Proposal, form: TopicsForm) -> None:
    _require_words(form)
    found = {one.key: one for one in proposal.topics if one.to_stage == form.to_stage}
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
    kinds = (DECISION, REASONS, AWAY, FILE)
    chosen = {key for key, _ in form.written(FILE)}
    for key, _ in form.written(TITLE):
        if key not in chosen:
            raise Invalid("proposals.no_file_chosen", t("Choose a file."), field=f"{FILE}-{key}")
    if not any(True for kind in kinds for _ in form.written(kind)):
        raise Invalid("proposals.nothing_written", t("Write what was decided on a topic, then save."))


def _said(form: TopicsForm) -> Text:
    settled = sum(1 for _ in form.written(DECISION))
    written = [kind for kind in (REASONS, AWAY, FILE) if any(True for _ in form.written(kind))]
    if not settled and len(written) == 1:
        return _SAID[written[0]]
    if not settled:
        return t("What you changed on the topics is saved.")
    return nt(
        "%(count)d topic is settled. Everyone who reads the proposal sees the decision.",
        "%(count)d topics are settled. Everyone who reads the proposal sees the decisions.",
        settled,
    )
