"""The voter's pages: the paper, the review, the receipt."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from collegial.assemblies.models import Mandate
from collegial.hooks.voting import Fields
from collegial.kernel.errors import Forbidden
from collegial.kernel.text import Text, t
from collegial.votes import queries, services
from collegial.votes.absent import on_form, with_form
from collegial.votes.asking import asked, questions_for
from collegial.votes.demands import demands_told
from collegial.votes.forms import Filled, field_name, fields_of, fill_in, read_choices
from collegial.votes.gathering import cast_gathered
from collegial.votes.models import SessionState, VoteSession
from collegial.votes.views.lines import teller_of
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer


def paper(vote_id: int, mandate_id: int) -> ResponseReturnValue:
    """Show the first resolution; the vote itself travels by POST only, so that no link votes."""
    vote, mandate = queries.vote_session(session(), vote_id), _mandate(mandate_id)
    earlier = queries.sign_off_of(session(), vote.id, mandate.giver_id)
    if earlier:
        return redirect(url_for("votes.receipt", digest=earlier.digest))
    if vote.state is not SessionState.OPEN or not questions_for(vote.questions, mandate.giver.college_id):
        return redirect(url_for("votes.results", vote_id=vote.id))
    with_form(
        mandate.kind, {}, on_form(session(), vote, mandate.giver_id)
    )  # raises for who votes by correspondence
    return _step(_Sheet(vote, mandate, MultiDict()), 1)


class _Sheet:
    """The ballot paper of one voting right, as far as it is filled in."""

    def __init__(self, vote: VoteSession, mandate: Mandate, form: Filled) -> None:
        self.vote, self.mandate = vote, mandate
        self.asks = asked(session(), act().methods, questions_for(vote.questions, mandate.giver.college_id))
        self.fixed = on_form(session(), vote, mandate.giver_id) or {}
        self.choices = {**read_choices(form, self.asks), **self.fixed}

    def turn(self, form: Filled, number: int) -> Text | None:
        """Take in the page that is sent; return what is missing on it."""
        one = self.asks[number - 1]
        if one.question.id in self.fixed:
            return None
        choice, missing = fill_in(form, one)
        if choice is None:
            self.choices.pop(one.question.id, None)
        else:
            self.choices[one.question.id] = choice
        return missing


def answer(vote_id: int, mandate_id: int) -> ResponseReturnValue:
    """Go on: to another resolution, to the review, or to the cast."""
    go = request.form.get("go", "")
    if go == "cast":
        return _cast(vote_id, mandate_id)
    vote, mandate = queries.vote_session(session(), vote_id), _mandate(mandate_id)
    sheet = _Sheet(vote, mandate, request.form)
    if go.startswith("change-"):
        return _step(sheet, _number(go.removeprefix("change-")))
    number = request.form.get("step", 1, type=int)
    if not 1 <= number <= len(sheet.asks):
        return _step(sheet, number - 1) if go == "back" else abort(400)
    missing = sheet.turn(request.form, number)
    if go == "back":
        return _step(sheet, number - 1)
    if missing:
        return _step(sheet, number, wrong=missing, given=fields_of(sheet.asks[number - 1], request.form)), 422
    return _step(sheet, number + 1)


def _cast(vote_id: int, mandate_id: int) -> ResponseReturnValue:
    """Hand the paper in, together with all that come at this moment; the request itself only reads."""
    form = request.form
    session().commit()  # gives its connection back: many wait here, and the one that writes needs one more
    paper = services.Cast(by=viewer(), mandate_id=mandate_id, read=lambda asks: read_choices(form, asks))
    receipt_of = cast_gathered(current_program(), vote_id, paper)
    return redirect(url_for("votes.receipt", digest=receipt_of))


def _number(written: str) -> int:
    """Read which resolution a button names; anything else is the first."""
    is_number = written.isascii() and written.isdigit() and len(written) < 10  # noqa: PLR2004 (a long one is none)
    return int(written) if is_number else 1


def _step(sheet: _Sheet, number: int, *, wrong: Text | None = None, given: Fields | None = None) -> str:
    """Show one resolution, or the review after the last; answers already given travel along, hidden."""
    vote, choices = sheet.vote, sheet.choices
    number = min(max(1, number), len(sheet.asks) + 1)
    shown = {
        "vote": vote,
        "mandate": sheet.mandate,
        "number": number,
        "choices": choices,
        "asks": sheet.asks,
        "fixed": sheet.fixed,
        "tell": teller_of(vote),
    }
    if number > len(sheet.asks):
        return render_template("votes/review.html", **shown)
    one = sheet.asks[number - 1]
    if given is None:
        kept = choices.get(one.question.id)
        given = one.method.form.write(one.poll, kept) if kept else {}
    return render_template(
        "votes/paper.html",
        **shown,
        asked=one,
        terms=[*one.terms, *demands_told(session(), act().methods, one.question)],
        name=field_name(one),
        given=given,
        error=wrong,
    )


def receipt(digest: str) -> ResponseReturnValue:
    """Show a receipt to who cast it: the line of the board, and what is next."""
    line = queries.receipt(session(), digest)
    if viewer().actor_id not in (line.holder.voter_id, line.giver.voter_id):
        raise Forbidden("votes.not_your_receipt", t("This receipt is not yours."))
    vote = queries.vote_session(session(), line.session_id)
    choices = queries.choices_of(session(), vote.id, line.giver_id)
    return render_template(
        "votes/receipt.html",
        vote=vote,
        line=line,
        choices=choices,
        tell=teller_of(vote),
    )


def _mandate(mandate_id: int) -> Mandate:
    found = queries.mandate(session(), mandate_id)
    if found.holder.voter_id != viewer().actor_id:
        raise Forbidden("votes.not_yours", t("This voting right is not yours to use."))
    return found
