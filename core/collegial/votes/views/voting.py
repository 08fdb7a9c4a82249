"""The voter's pages: the paper, the review, the receipt."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from collegial.assemblies.models import Mandate
from collegial.assemblies.queries.agenda import documents_of
from collegial.assemblies.queries.amending import amendment
from collegial.hooks.voting import Fields
from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.text import Text, t
from collegial.votes import queries, services
from collegial.votes.asking import asked, questions_for
from collegial.votes.demands import demands_told
from collegial.votes.forms import Filled, field_name, fields_of, fill_in, named, read_choices
from collegial.votes.gathering import cast_gathered
from collegial.votes.models import SessionState, SignOff, VoteSession
from collegial.votes.services.absent import on_form, with_form
from collegial.votes.steps import unused_rights
from collegial.votes.views.lines import page_of_line, teller_of
from collegial.web.drafts import drop_draft, kept_draft, lead_to
from collegial.web.forms import row_number
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer

WRONG = "wrong"  # under which a draft names the page on which something is missing


def paper(vote_id: int, mandate_id: int) -> ResponseReturnValue:
    """Show a resolution, the first one unless the address says another, as far as the voter came.

    The vote itself travels by POST only, so that no link votes.
    """
    vote, mandate = queries.vote_session(session(), vote_id), _mandate(mandate_id)
    earlier = queries.sign_off_of(session(), vote.id, mandate.giver_id)
    if earlier:
        return redirect(url_for("votes.receipt", digest=earlier.digest))
    if vote.state is not SessionState.OPEN or not questions_for(vote.questions, mandate.giver.college_id):
        return redirect(url_for("votes.results", vote_id=vote.id))
    # Raises for who votes by correspondence.
    with_form(mandate.kind, {}, on_form(session(), vote, mandate.giver_id))
    draft = kept_draft(owner=viewer().account_id)
    return _left(_Sheet(vote, mandate, draft), request.args.get("step", 1, type=int), draft)


def mine(vote_id: int) -> ResponseReturnValue:
    """Lead to the one paper that waits for this reader; else to the assembly, which says what there is, or why not."""
    vote = queries.vote_session(session(), vote_id)
    me, waits = viewer().actor_id, vote.state is SessionState.OPEN and vote.paused_at is None
    left = unused_rights(session(), vote, me) if waits and me is not None else []
    if len(left) == 1:
        return redirect(url_for("votes.paper", vote_id=vote.id, mandate_id=left[0].id))
    return redirect(url_for("assemblies.show", assembly_id=vote.assembly_id, _anchor="votes"))


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

    def within(self, number: int) -> int:
        """Return the number of a page that is there; the review comes after the last resolution."""
        return min(max(1, number), len(self.asks) + 1)

    def first_open(self) -> int:
        """Return the first page without an answer; the review where there is none."""
        pages = enumerate(self.asks, start=1)
        return next(
            (number for number, one in pages if one.question.id not in self.choices), len(self.asks) + 1
        )


def answer(vote_id: int, mandate_id: int) -> ResponseReturnValue:
    """Go on: to another resolution, to the review, or to the cast."""
    go = request.form.get("go", "")
    if go == "cast":
        return _cast(vote_id, mandate_id)
    vote, mandate = queries.vote_session(session(), vote_id), _mandate(mandate_id)
    draft = kept_draft(owner=viewer().account_id)
    # A page that the browser had kept knows less than the draft: what it says goes first, the rest stays.
    sheet = _Sheet(vote, mandate, MultiDict([*request.form.items(multi=True), *draft.items(multi=True)]))
    if go.startswith("change-"):
        return _lead(sheet, _number(go.removeprefix("change-")), change=1)
    number = request.form.get("step", 1, type=int)
    if not 1 <= number <= len(sheet.asks):
        return _lead(sheet, number - 1) if go == "back" else abort(400)
    missing = sheet.turn(request.form, number)
    if go == "back":
        return _lead(sheet, number - 1)
    if missing:
        return _lead(sheet, number, left=request.form)
    changed = "change" in request.form  # from the review: it leads back there
    return _lead(sheet, sheet.first_open() if changed else number + 1)


def _lead(
    sheet: _Sheet, number: int, *, left: Filled | None = None, change: int | None = None
) -> ResponseReturnValue:
    """Lead to a page; `left`: what was sent where something is missing; `change`: for one of the review."""
    number = sheet.within(number)
    filled = [(f"q{question}", choice) for question, choice in sheet.choices.items()]
    if left is not None:
        name = field_name(sheet.asks[number - 1])
        filled += [(WRONG, str(number)), *named(left, name)]
    address = url_for(
        "votes.paper", vote_id=sheet.vote.id, mandate_id=sheet.mandate.id, step=number, change=change
    )
    away = lead_to(address, filled, owner=viewer().account_id)
    return away or _left(sheet, number, MultiDict(filled))


def _left(sheet: _Sheet, number: int, draft: Filled) -> ResponseReturnValue:
    """Show a page as it was left, with what is missing on it; no page after the first without an answer."""
    number = min(sheet.within(number), sheet.first_open())
    if number > len(sheet.asks) or draft.get(WRONG, type=int) != number:
        return _step(sheet, number)
    missing = sheet.turn(draft, number)
    return _step(sheet, number, wrong=missing, given=fields_of(sheet.asks[number - 1], draft)), 422


# What hinders a cast now and may not in a minute: the paper is kept as it was filled in.
_MAY_PASS = frozenset({"votes.paused", "votes.not_here"})


def _cast(vote_id: int, mandate_id: int) -> ResponseReturnValue:
    """Hand the paper in, together with all that come at this moment; the request itself only reads."""
    form = request.form
    session().commit()  # gives its connection back: many wait here, and the one that writes needs one more
    paper = services.Cast(by=viewer(), mandate_id=mandate_id, read=lambda asks: read_choices(form, asks))
    try:
        receipt_of = cast_gathered(current_program(), vote_id, paper)
    except Refused as refused:
        if refused.code == "votes.already_voted":
            return _cast_before(vote_id, mandate_id, refused)
        if refused.code not in _MAY_PASS:
            raise
        sheet = _Sheet(queries.vote_session(session(), vote_id), _mandate(mandate_id), form)
        return _step(sheet, len(sheet.asks) + 1, wrong=refused.text), refused.status
    return drop_draft(redirect(url_for("votes.receipt", digest=receipt_of)))


def _cast_before(vote_id: int, mandate_id: int, refused: Refused) -> ResponseReturnValue:
    """Say in a second window that the right was used, at the receipt of what was cast."""
    earlier = queries.sign_off_of(session(), vote_id, _mandate(mandate_id).giver_id)
    if earlier is None or not _is_mine(earlier):
        raise refused
    flash(say(refused.text), "info")
    return drop_draft(redirect(url_for("votes.receipt", digest=earlier.digest)))


def _number(written: str) -> int:
    """Read which resolution a button names; anything else is the first."""
    return row_number(written) or 1


def _step(sheet: _Sheet, number: int, *, wrong: Text | None = None, given: Fields | None = None) -> str:
    """Show one resolution, or the review after the last; answers already given travel along, hidden."""
    vote, choices = sheet.vote, sheet.choices
    shown = {
        "vote": vote,
        "mandate": sheet.mandate,
        "number": number,
        "change": "change" in request.values,
        "choices": choices,
        "asks": sheet.asks,
        "fixed": sheet.fixed,
        "tell": teller_of(vote),
        "error": wrong,
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
        to_come=queries.count_to_come(session(), sheet.vote.assembly_id),
        sources=_sources(vote, one.question.resolution_id),
    )


def _sources(vote: VoteSession, resolution_id: int) -> dict[str, object]:
    """Return what a resolution speaks of: the change of the statutes that it is, the documents laid open."""
    return {
        "amendment": amendment(session(), resolution_id),
        "documents": documents_of(session(), vote.assembly_id),
    }


def receipt(digest: str) -> ResponseReturnValue:
    """Show a receipt to who cast it: the line of the board, and what is next."""
    line = queries.receipt(session(), digest)
    if not _is_mine(line):
        raise Forbidden("votes.not_your_receipt", t("This receipt is not yours."))
    vote = queries.vote_session(session(), line.session_id)
    choices = queries.choices_of(session(), vote.id, line.giver_id)
    return render_template(
        "votes/receipt.html",
        vote=vote,
        line=line,
        board_page=page_of_line(line.sequence),
        choices=choices,
        tell=teller_of(vote),
        to_come=queries.count_to_come(session(), vote.assembly_id),
    )


def _is_mine(line: SignOff) -> bool:
    """Tell whether the reader cast a vote, or whose right it was."""
    return viewer().actor_id in (line.holder.voter_id, line.giver.voter_id)


def _mandate(mandate_id: int) -> Mandate:
    found = queries.mandate(session(), mandate_id)
    if found.holder.voter_id != viewer().actor_id:
        raise Forbidden("votes.not_yours", t("This voting right is not yours to use."))
    return found
