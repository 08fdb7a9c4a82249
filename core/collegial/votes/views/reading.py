"""What came of a vote: its results, and its board line by line."""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from collegial.assemblies.models import AssemblyState
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.rules import quorum_term, terms_of
from collegial.groups.permissions import MANAGE
from collegial.kernel.clock import local_day
from collegial.kernel.paging import AT_A_TIME
from collegial.kernel.text import Text, t
from collegial.statutes.rules import Carry, DecisionKind, StatuteRules
from collegial.tables.writing import Column
from collegial.votes import queries
from collegial.votes.electing import Elected, elected_in, tried
from collegial.votes.forms import QuorumForm
from collegial.votes.models import SessionState, SignOff, VoteSession
from collegial.votes.origins import origins_of
from collegial.votes.permissions import CAST, PRESIDE
from collegial.votes.results import results_of
from collegial.votes.seats import Told, keeping, told
from collegial.votes.trying import Trial, tried_quorums
from collegial.votes.views.lines import BOARD_PAGE, figures, in_one_cell, room_cells, teller_of
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer
from collegial.web.tables import table_response

_MOST_FOUND = 20
_LONGEST_SEARCH = 100
_LATER = t("Shown once the vote is closed")
Line = queries.BoardLine | queries.RoomLine


def results(vote_id: int) -> ResponseReturnValue:
    """Show what was decided, with every step; other rules can be tried, marked as a simulation."""
    vote = queries.vote_session(session(), vote_id)
    rules = rules_for(session(), vote.assembly, current_program().settings.pays.zone)
    form = _quorum_form(rules)
    is_wrong = "at_least" in request.args and not form.validate()
    trial = Trial(carry=_tried_carry(), quorum=None if is_wrong else form.rule())
    page = render_template(
        "votes/results.html",
        vote=vote,
        form=form,
        trial=trial,
        tried_quorum=quorum_term(trial.quorum) if trial.quorum else None,
        asked_quorum={key: request.args.get(key) for key in ("at_least", "measured")} if trial.quorum else {},
        carries=list(Carry),
        quorums=_quorums(vote, rules),
        **_counted(vote, trial),
        turnout=queries.turnout(session(), vote.id).used,
        came=origins_of(session(), vote),
        receipts=_receipts(vote),
        coming=(coming := _coming(vote)),
        is_all_voted=coming is not None and queries.is_all_voted(session(), vote.assembly_id),
    )
    return page, 422 if is_wrong else 200


def _quorum_form(rules: StatuteRules) -> QuorumForm:
    """Return the form of another quorum; how it is measured is asked where there are colleges."""
    form = QuorumForm(request.args, meta={"csrf": False})
    if not rules.colleges:
        del form.measured
    return form


def _tried_carry() -> Carry | None:
    asked = request.args.get("carry", "")
    return Carry(asked) if asked in {one.value for one in Carry} else None


def _quorums(vote: VoteSession, rules: StatuteRules) -> Mapping[str, Text]:
    """Return the quorum of the statutes for each kind of decision that was voted, in words."""
    asked = {one.resolution.kind for one in vote.questions}
    return {
        one.value: terms_of(rules, one, vote.assembly.convocation)[1] for one in DecisionKind if one in asked
    }


def _counted(vote: VoteSession, trial: Trial) -> Mapping[str, Any]:
    """Return what the page says of each question, under the rules that are tried."""
    zone = current_program().settings.pays.zone
    is_closed = vote.state is SessionState.CLOSED
    decided = results_of(session(), vote, zone, trial) if is_closed else []
    elected = tried(elected_in(session(), vote), tried_quorums(session(), vote, zone, trial.quorum))
    return {
        "decided": {one.question.id: one for one in decided},
        "elected": {one.question.id: one for one in elected},
        "carry": decided[0].carry if decided else None,
        "is_trial": any(one.is_trial for one in decided) or any(one.quorum for one in elected),
        "seats": _seats(vote, elected),
        "keeping": {one.question.id: keeping(session(), one) for one in elected},
    }


def _seats(vote: VoteSession, elected: Sequence[Elected]) -> Mapping[int, Told]:
    """Return where those elected have a seat, for whoever keeps the groups."""
    if not elected or vote.closed_at is None or not viewer().may(MANAGE):
        return {}
    since = local_day(vote.closed_at, current_program().settings.pays.zone)
    return told(session(), elected, act().today, since=since)


def _coming(vote: VoteSession) -> queries.NextVote | None:
    """Return what the bureau can put to the vote after this one; None for others, and while another is open."""
    is_held = vote.assembly.state is AssemblyState.OPEN
    if not (viewer().may(PRESIDE) and is_held) or queries.open_session_of(session(), vote.assembly_id):
        return None
    return queries.next_vote(act(), vote.assembly)


def board(vote_id: int) -> ResponseReturnValue:
    """Show the board of an open vote: who voted how, line by line, sealed; a name finds its lines."""
    vote = queries.vote_session(session(), vote_id)
    words = request.args.get("q", "").strip()[:_LONGEST_SEARCH]
    pages = 1 if words else max(1, -(-vote.board_length // BOARD_PAGE))
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    lines = _found(vote, words) if words else _lines(vote, (number - 1) * BOARD_PAGE + 1, BOARD_PAGE)
    is_verified = request.args.get("verify") == "1"
    broken = queries.verify_board(session(), vote) if is_verified else None
    return render_template(
        "votes/board.html", vote=vote, words=words, most=_MOST_FOUND, lines=lines, number=number, pages=pages,
        tell=teller_of(vote), is_verified=is_verified, broken=broken, figures=lambda line: figures(vote, line),
        is_told=_telling(vote), receipts=_receipts(vote),
    )  # fmt: skip


def _receipts(vote: VoteSession) -> Sequence[SignOff]:
    reader = viewer().actor_id if viewer().may(CAST) else None
    return queries.receipts_of(session(), [vote], reader).get(vote.id, ())


def _telling(vote: VoteSession) -> Callable[[queries.BoardLine], bool]:
    """Return which lines say how a right was used: until the vote is closed, one's own alone, lest it sways others."""
    me = viewer().actor_id

    def is_told(line: queries.BoardLine) -> bool:
        hands = line.sign_off.giver, line.sign_off.holder
        return vote.state is SessionState.CLOSED or (me is not None and me in {one.voter_id for one in hands})

    return is_told


def _found(vote: VoteSession, words: str) -> list[Line]:
    return [*queries.lines_of_name(session(), vote.id, words, most=_MOST_FOUND)]


def _lines(vote: VoteSession, first: int, size: int) -> list[Line]:
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
    tell, is_told = teller_of(vote), _telling(vote)

    def written(line: Line) -> tuple[object, ...]:
        if isinstance(line, queries.RoomLine):
            return room_cells(vote, line, zone, tell)
        return (
            line.sequence, line.sign_off.giver.name, line.sign_off.holder.name,
            *(in_one_cell(tell, one.id, line.choices) if is_told(line) else _LATER for one in vote.questions),
            line.sign_off.cast_at.astimezone(zone), line.sign_off.digest,
        )  # fmt: skip

    return table_response(t("Board of the vote"), columns, map(written, _every_line(vote)), file_format)


def _every_line(vote: VoteSession) -> Iterator[Line]:
    parts = range(1, vote.board_length + 1, AT_A_TIME)
    cast = chain.from_iterable(queries.board(session(), vote.id, first=one, size=AT_A_TIME) for one in parts)
    return heapq.merge(cast, queries.room_lines(session(), vote.id), key=lambda one: one.sequence)
