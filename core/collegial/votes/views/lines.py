"""Lines of a board in words: choices and counts of the room, each in one cell of a table."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from collegial.assemblies.queries.voting import poll_of
from collegial.hooks.voting import Poll
from collegial.kernel.text import Text, t
from collegial.votes import queries
from collegial.votes.asking import Telling, teller
from collegial.votes.models import RoomCount, RoomList, RoomPaper, VoteSession
from collegial.web.languages import say, say_if_text
from collegial.web.request import act, session

BOARD_PAGE = 50  # lines of a board on one page


def page_of_line(sequence: int) -> int:
    """Return the page of a board on which a line stands."""
    return (sequence - 1) // BOARD_PAGE + 1


def teller_of(vote: VoteSession) -> Telling:
    """Return what puts the choices of a vote in words."""
    return teller(session(), act().methods, vote.questions)


def room_cells(
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
    return figures(vote, line)


def figures(vote: VoteSession, counted: RoomCount) -> str:
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


def in_one_cell(tell: Telling, question: int, choices: Mapping[int, str]) -> Text | str:
    """Put a choice in one cell; an empty one where the right was not asked."""
    return _in_one(tell(question, choices[question])) if question in choices else ""


def _in_one(told: Sequence[Text | str]) -> Text | str:
    """Put the parts of a choice in one cell of a table."""
    return told[0] if len(told) == 1 else " · ".join(say_if_text(one) for one in told)
