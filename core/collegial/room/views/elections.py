"""Pages of the bureau for an election: enter the papers of the room one by one, or added up."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.hooks.voting import VOID, Fields
from collegial.kernel.errors import DomainError, Invalid, Missing
from collegial.kernel.text import Text, nt, t
from collegial.room.forms import MarksForm, marks_form
from collegial.room.views.naming import college_names
from collegial.votes import queries
from collegial.votes.asking import Asked, asked, teller
from collegial.votes.models import Question, VoteSession
from collegial.votes.services.ballot_box import box_limits, count_marks, enter_papers
from collegial.web.forms import filled_in
from collegial.web.languages import say
from collegial.web.request import act, session


def show_election(vote_id: int, question_id: int) -> ResponseReturnValue:
    """Show what was entered for an election, and the ways to enter more."""
    return _page(*_found(vote_id, question_id))


def enter(vote_id: int, question_id: int) -> ResponseReturnValue:
    """Enter papers that say the same; what is wrong stands on the paper, which stays filled in."""
    vote, question = _found(vote_id, question_id)
    (one,) = asked(session(), act().methods, [question])
    given = filled_in(request.form, _name_of(question))
    try:
        papers = _number(request.form.get("papers", "1"))
        choice = VOID if given.get("-void") else one.method.form.read(one.poll, given)
        enter_papers(
            act(), vote.id, question, group=request.form.get("group", ""), choice=choice, papers=papers
        )
    except DomainError as error:
        return _page(vote, question, wrong=error, given=given), error.status
    return _done(vote, question, nt("%(count)d paper is entered.", "%(count)d papers are entered.", papers))


def take_back(vote_id: int, question_id: int) -> ResponseReturnValue:
    """Take back one paper that was entered wrong."""
    vote, question = _found(vote_id, question_id)
    enter_papers(
        act(), vote.id, question, group=request.form.get("group", ""), choice=request.form.get("choice", ""),
        papers=-1,
    )  # fmt: skip
    return _done(vote, question, t("One paper is taken back; both lines stay on the board."))


def add_up(vote_id: int, question_id: int) -> ResponseReturnValue:
    """Enter the votes added up."""
    vote, question = _found(vote_id, question_id)
    (one,), limits = asked(session(), act().methods, [question]), box_limits(act(), vote, question)
    form = marks_form(limits, one.poll)()
    status = form.attempt(lambda: count_marks(act(), vote.id, question, form.counted(list(limits), one.poll)))
    if status is not None:
        return _page(vote, question, totals=form), status
    return _done(vote, question, t("The votes of the room are entered."))


def enter_none(vote_id: int, question_id: int) -> ResponseReturnValue:
    """Say that no paper was handed in for this election."""
    vote, question = _found(vote_id, question_id)
    count_marks(act(), vote.id, question, {})
    return _done(vote, question, t("It is entered that no paper was handed in."))


def _found(vote_id: int, question_id: int) -> tuple[VoteSession, Question]:
    vote = queries.vote_session(session(), vote_id)
    found = next((one for one in vote.questions if one.id == question_id and one.resolution.elects), None)
    if found is None:
        raise Missing("votes.unknown_question", t("This resolution is not put to this vote."))
    return vote, found


def _name_of(question: Question) -> str:
    """Return what the fields of an election begin with."""
    return f"q{question.id}"


def _number(written: str) -> int:
    """Read how many papers say the same; a number that cannot be read is none."""
    is_number = written.isascii() and written.isdigit() and len(written) < 5  # noqa: PLR2004 (more is too many)
    if not is_number or int(written) < 1:
        raise Invalid(
            "votes.room_number",
            t("Write how many papers say this: a whole number, 1 or more."),
            field="papers",
        )
    return int(written)


def _done(vote: VoteSession, question: Question, sentence: Text) -> ResponseReturnValue:
    flash(say(sentence), "success")
    return redirect(url_for("room.show_election", vote_id=vote.id, question_id=question.id))


def _page(
    vote: VoteSession, question: Question, *, wrong: DomainError | None = None, given: Fields | None = None,
    totals: MarksForm | None = None,
) -> str:  # fmt: skip
    (one,), limits = asked(session(), act().methods, [question]), box_limits(act(), vote, question)
    box = queries.room_votes(session(), vote.id).get(question.id)
    return render_template(
        "room/election.html",
        vote=vote, question=question, asked=one, limits=limits, names=college_names(vote), box=box,
        is_counted=question.id in queries.room_counts(session(), vote.id),
        name=_name_of(question), given=given or {}, is_clerk=True, group=request.form.get("group", ""),
        error=wrong.text if wrong and wrong.field != "papers" else None,
        wrong_number=wrong.text if wrong and wrong.field == "papers" else None,
        papers=request.form.get("papers", "1"), tell=_teller(vote), totals=totals or _totals(one, limits, box),
    )  # fmt: skip


def _totals(one: Asked, limits: dict[str, int], box: queries.RoomVotes | None) -> MarksForm | None:
    """Return the form of totals with what was entered last; None where the method adds no votes up."""
    if one.method.totals is None:
        return None
    held = {
        f"{key}-{name}": figure
        for key, marks in (box.totals.items() if box else ())
        for name, figure in (
            *marks.marks.items(), ("papers", marks.papers), ("blank", marks.blank), ("void", marks.void),
        )
    }  # fmt: skip
    return marks_form(limits, one.poll)(formdata=None, data=held)


def _teller(vote: VoteSession) -> Callable[[int, str], object]:
    return teller(session(), act().methods, vote.questions)
