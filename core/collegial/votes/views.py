"""Pages of a vote: the paper, the review, the receipt; opening and closing; results and the board."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from collegial.assemblies.models import Mandate
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.voting import poll_of
from collegial.hooks.voting import Fields, Poll
from collegial.kernel.errors import Forbidden
from collegial.kernel.text import Text, t
from collegial.statutes.rules import Carry
from collegial.tables.writing import Column
from collegial.votes import queries, services
from collegial.votes.absent import on_form, with_form
from collegial.votes.asking import Telling, asked, questions_for, teller
from collegial.votes.demands import demands_told
from collegial.votes.electing import elected_in
from collegial.votes.forms import Filled, field_name, fields_of, fill_in, read_choices
from collegial.votes.gathering import cast_gathered
from collegial.votes.models import RoomCount, RoomList, RoomPaper, SessionState, VoteSession
from collegial.votes.origins import origins_of
from collegial.votes.results import results_of
from collegial.web.languages import say, say_if_text
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer
from collegial.web.tables import table_response

_BOARD_PAGE = 100


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
        "tell": _teller(vote),
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


def _teller(vote: VoteSession) -> Telling:
    return teller(session(), act().methods, vote.questions)


def receipt(digest: str) -> ResponseReturnValue:
    """Show a receipt to who cast it: the line of the board, and what is next."""
    line = queries.receipt(session(), digest)
    if viewer().actor_id not in (line.holder.voter_id, line.giver.voter_id):
        raise Forbidden("votes.not_your_receipt", t("This receipt is not yours."))
    vote = queries.vote_session(session(), line.session_id)
    choices = queries.choices_of(session(), vote.id, line.giver_id)
    return render_template("votes/receipt.html", vote=vote, line=line, choices=choices, tell=_teller(vote))


def open_vote(assembly_id: int) -> ResponseReturnValue:
    """Open the vote on every resolution that is left and has its quorum."""
    meeting = meetings.assembly(session(), assembly_id)
    services.open_next_vote(act(), meeting)
    flash(say(t("The vote is open. Those who attend can vote now.")), "success")
    return redirect(url_for("assemblies.show", assembly_id=assembly_id))


def close_vote(vote_id: int) -> ResponseReturnValue:
    """Close the vote and go to its results."""
    services.close_vote(act(), vote_id)
    flash(say(t("The vote is closed and counted.")), "success")
    return redirect(url_for("votes.results", vote_id=vote_id))


def results(vote_id: int) -> ResponseReturnValue:
    """Show what was decided, with every step; another carry rule can be tried, marked as a simulation."""
    vote = queries.vote_session(session(), vote_id)
    asked = request.args.get("carry", "")
    trial = Carry(asked) if asked in {one.value for one in Carry} else None
    zone = current_program().settings.pays.zone
    decided = results_of(session(), vote, zone, trial) if vote.state is SessionState.CLOSED else []
    return render_template(
        "votes/results.html",
        vote=vote,
        carries=list(Carry),
        carry=decided[0].carry if decided else None,
        is_trial=any(one.is_trial for one in decided),
        decided={one.question.id: one for one in decided},
        elected={one.question.id: one for one in elected_in(session(), vote)},
        turnout=queries.turnout(session(), vote.id),
        came=origins_of(session(), vote),
    )


def board(vote_id: int) -> ResponseReturnValue:
    """Show the board of an open vote: who voted how, line by line, sealed."""
    vote = queries.vote_session(session(), vote_id)
    pages = max(1, -(-vote.board_length // _BOARD_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    lines = _lines(vote, (number - 1) * _BOARD_PAGE + 1, _BOARD_PAGE)
    is_verified = request.args.get("verify") == "1"
    broken = queries.verify_board(session(), vote) if is_verified else None
    return render_template(
        "votes/board.html", vote=vote, lines=lines, number=number, pages=pages, tell=_teller(vote),
        is_verified=is_verified, broken=broken, figures=lambda line: _figures(vote, line),
    )  # fmt: skip


def _lines(vote: VoteSession, first: int, size: int) -> list[queries.BoardLine | queries.RoomLine]:
    """Return lines of the board in their order, those of the room among those that were cast."""
    cast = queries.board(session(), vote.id, first=first, size=size)
    room = queries.room_lines(session(), vote.id, first=first, size=size)
    return sorted([*cast, *room], key=lambda one: one.sequence)


def export_board(vote_id: int, file_format: str) -> Response:
    """Give the whole board of an open vote as a table, with a column for each resolution."""
    vote, zone = queries.vote_session(session(), vote_id), ZoneInfo(current_program().settings.pays.zone)
    asked = [Column(t("Resolution %(number)s", number=one.resolution.number)) for one in vote.questions]
    columns = [
        Column(t("Line"), "number"), Column(t("Voting right")), Column(t("Used by")), *asked,
        Column(t("Cast on"), "moment"), Column(t("Seal")),
    ]  # fmt: skip
    tell = _teller(vote)

    def written(line: queries.BoardLine | queries.RoomLine) -> tuple[object, ...]:
        if isinstance(line, queries.RoomLine):
            return _room_cells(vote, line, zone, tell)
        return (
            line.sequence, line.sign_off.giver.name, line.sign_off.holder.name,
            *(_told(tell, one.id, line.choices) for one in vote.questions),
            line.sign_off.cast_at.astimezone(zone), line.sign_off.digest,
        )  # fmt: skip

    rows = (written(line) for line in _lines(vote, 1, vote.board_length))
    return table_response(t("Board of the vote"), columns, rows, file_format)


def _room_cells(
    vote: VoteSession, line: queries.RoomLine, zone: ZoneInfo, tell: Telling
) -> tuple[object, ...]:
    """Return a line of the room as cells: how many vote there, or what was counted under its resolution."""
    room = line.line
    said = {} if isinstance(room, RoomList) else {room.question_id: _counted(vote, room, tell)}
    what = t("Count of the room") if said else t("List of those who vote in the room")
    return (
        line.sequence, say(what), "" if said else len(line.rights),
        *(said.get(one.id, "") for one in vote.questions), room.at.astimezone(zone), room.digest,
    )  # fmt: skip


def _counted(vote: VoteSession, line: RoomCount | RoomPaper, tell: Telling) -> str:
    if isinstance(line, RoomPaper):
        told = _in_one(tell(line.question_id, line.choice))
        return say(t("%(papers)s × %(choice)s", papers=line.papers, choice=say_if_text(told)))
    return _figures(vote, line)


def _figures(vote: VoteSession, counted: RoomCount) -> str:
    """Return a count of the room in words, college by college."""
    names = next((poll_of(one.resolution) for one in vote.questions if one.id == counted.question_id), Poll())
    return " · ".join(
        _election_told(names, key, one) if "papers" in one else _sides_told(key, one)
        for key, one in counted.sums.items()
    )


def _sides_told(key: str, one: Mapping[str, int]) -> str:
    return say(
        t(
            "%(college)s: for %(favour)s, against %(against)s, abstentions %(abstain)s, blank %(blank)s, void %(void)s",
            college=key, favour=one["for_"], against=one["against"], abstain=one["abstain"], blank=one["blank"],
            void=one["void"],
        )
    )  # fmt: skip


def _election_told(poll: Poll, key: str, one: Mapping[str, Any]) -> str:
    names = {option.number: option.name for option in poll.options}  # none of a vote that was annulled
    marks = ", ".join(f"{names.get(number, number)} {votes}" for number, votes in _votes_of(poll, one))
    return say(
        t(
            "%(college)s: %(marks)s; papers that name somebody %(papers)s, blank %(blank)s, void %(void)s",
            college=key, marks=marks, papers=one["papers"], blank=one["blank"], void=one["void"],
        )
    )  # fmt: skip


def _votes_of(poll: Poll, one: Mapping[str, Any]) -> list[tuple[int, object]]:
    """Return what each name has: its votes, or how often each of its grades was given."""
    if "marks" in one:
        return [(int(number), votes) for number, votes in one["marks"].items()]
    rows = one["rows"]
    found = (
        rows[0]
        if [len(row) for row in rows] == [len(poll.options)]
        else ["/".join(map(str, row)) for row in rows]
    )
    return list(enumerate(found, start=1))


def _told(tell: Telling, question: int, choices: Mapping[int, str]) -> Text | str:
    """Put a choice in one cell; an empty one where the right was not asked."""
    return _in_one(tell(question, choices[question])) if question in choices else ""


def _in_one(told: Sequence[Text | str]) -> Text | str:
    """Put the parts of a choice in one cell of a table."""
    return told[0] if len(told) == 1 else " · ".join(say_if_text(one) for one in told)


def _mandate(mandate_id: int) -> Mandate:
    found = queries.mandate(session(), mandate_id)
    if found.holder.voter_id != viewer().actor_id:
        raise Forbidden("votes.not_yours", t("This voting right is not yours to use."))
    return found
