"""Ask written questions and answer them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.forms.asking import AnswerForm, QuestionForm
from collegial.assemblies.queries import attending, meetings, questions
from collegial.assemblies.services.questions import (
    answer_question,
    ask_question,
    check_asking_time,
    require_own,
    take_question_back,
)
from collegial.assemblies.showing import refusal, voter_form_over
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.request import act, session


def ask(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Ask a question."""
    entry, form = attending.entry(session(), assembly_id, entry_id), QuestionForm()
    require_own(act(), entry)
    if not form.is_submitted() and (why := refusal(lambda: check_asking_time(act(), entry))):
        return voter_form_over(entry, t("Ask a written question"), why, anchor="questions")
    status = form.attempt(lambda: ask_question(act(), entry, form.text.data))
    if status is None:
        flash(say(t("Your question is asked. The answer will stand on the page of the assembly.")), "success")
        return redirect(url_for("assemblies.show", assembly_id=assembly_id, _anchor="questions"))
    meeting = meetings.assembly(session(), assembly_id)
    return render_template("assemblies/ask.html", assembly=meeting, entry=entry, form=form), status


def answer(question_id: int) -> ResponseReturnValue:
    """Answer a question."""
    question, form = questions.question(session(), question_id), AnswerForm()
    status = form.attempt(lambda: answer_question(act(), question, form.answer.data))
    if status is None:
        flash(say(t("The answer is given. All members can read it.")), "success")
        return redirect(url_for("assemblies.show", assembly_id=question.assembly_id, _anchor="questions"))
    return render_template(
        "assemblies/answer.html", question=question, assembly=question.assembly, form=form
    ), status


def take_back(question_id: int) -> ResponseReturnValue:
    """Take one's own question back."""
    question = questions.question(session(), question_id)
    meeting_id = question.assembly_id
    take_question_back(act(), question)
    flash(say(t("Your question is taken back.")), "success")
    return redirect(url_for("assemblies.show", assembly_id=meeting_id, _anchor="questions"))
