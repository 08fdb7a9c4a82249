"""Word one election: the list, who was elected, the figures and each step to the result."""

from decimal import Decimal
from math import ceil

from collegial.documents.voice import Voice
from collegial.hooks.voting import Figures
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t
from collegial.minutes.facts import ElectionFacts
from collegial.minutes.passages import Worded, pair, paragraphs, told_guarding
from collegial.minutes.resolutions import origins, quorum_at_vote

_WIDEST = 8  # columns of figures on an A4 page, beside the names


def worded_election(election: ElectionFacts, voice: Voice) -> Worded:
    """Give an election ready to print, in the shape of a resolution; seats that stay empty are said to."""
    heading = t("Resolution %(number)d: %(title)s", number=election.number, title=election.title)
    return {
        "number": election.number,
        "heading": voice.say(heading),
        "paragraphs": [*paragraphs(election.text), *_list(election)],
        "rules": _rules(election, voice),
        "debate_heading": voice.say(t("Debate")),
        "debate": paragraphs(election.debate),
        "votes_heading": voice.say(t("Count")),
        "votes": None,
        "tables": [table for one in election.tally.figures for table in _tables(one, voice)],
        "bar": None,
        "verdict": " ".join(voice.say(one) for one in _verdicts(election, voice)),
        "is_adopted": not election.empty_seats,
        "steps_heading": voice.say(t("Steps of the count")),
        "steps": [voice.say(step) for step in _steps(election)],
    }


def _list(election: ElectionFacts) -> list[str]:
    return [f"{one.number}. {one.name}" for one in election.options]


def _rules(election: ElectionFacts, voice: Voice) -> list[Worded]:
    secrecy = t("Secret vote") if election.is_secret else t("Open vote")
    turnout = nt(
        "Voting rights on the roll: %(members)d; attending: %(attending)d. %(count)d paper.",
        "Voting rights on the roll: %(members)d; attending: %(attending)d. %(count)d papers.",
        election.papers, members=election.members, attending=election.attending,
    )  # fmt: skip
    return [
        pair(voice, t("Kind of vote"), voice.say(secrecy)),
        *told_guarding(election.guarding, voice),
        pair(voice, t("Way of voting"), voice.say(election.method)),
        pair(voice, t("Rules"), " ".join(voice.say(one) for one in election.terms)),
        pair(voice, t("Turnout"), voice.say(turnout)),
        *origins(election.came, voice),
        *quorum_at_vote(election.quorum, voice),
    ]


def _steps(election: ElectionFacts) -> list[Text]:
    return [*election.tally.steps, *(one.text for one in election.tally.ties)]


def _with_votes(election: ElectionFacts, voice: Voice) -> list[str]:
    """Name those elected, with their votes where the method gives one figure."""
    votes = election.tally.votes
    return [
        voice.say(t("%(name)s (%(votes)s)", name=name, votes=_votes(votes[number], voice)))
        if number in votes
        else name
        for number, name in zip(election.tally.elected, election.elected, strict=True)
    ]


def _votes(value: Text | str | int | Decimal, voice: Voice) -> str:
    """Write what moved from paper to paper as votes, rounded for the sentence: the tables give it in full."""
    written = _cell(value, voice)
    if not isinstance(value, int | Decimal):
        return written
    if (rounded := round(Decimal(value), 2)) != value:
        written = f"≈\u202f{voice.decimal(rounded)}"
    return voice.say(nt("%(votes)s vote", "%(votes)s votes", ceil(value), votes=written))


def _verdicts(election: ElectionFacts, voice: Voice) -> list[Text]:
    """Say who is elected, and who of them keeps the own seat instead of filling one."""
    kept, verdict = election.keeping, _verdict(election, voice)
    if not kept:
        return [verdict]
    return [
        verdict,
        nt(
            "%(names)s was not revoked: this one keeps the own seat, and fills no other.",
            "%(names)s were not revoked: they keep their own seats, and fill no others.",
            len(kept), names=listed(kept),
        ),
    ]  # fmt: skip


def _verdict(election: ElectionFacts, voice: Voice) -> Text:
    names = listed(_with_votes(election, voice))
    if not election.elected:
        return t("Nobody is elected.")
    if not election.empty_seats:
        return t("Elected: %(names)s.", names=names)
    return nt(
        "Elected: %(names)s. %(count)d seat stays empty.",
        "Elected: %(names)s. %(count)d seats stay empty.",
        election.empty_seats,
        names=names,
    )


def _tables(figures: Figures, voice: Voice) -> list[Worded]:
    """Give a table, or several where it is too wide for a page, each with the names at its side."""
    width = len(figures.heads)
    starts = range(1, width, _WIDEST) if width > _WIDEST + 1 else [1]
    return [_table(_columns(figures, first, first + _WIDEST), voice) for first in starts]


def _columns(figures: Figures, first: int, end: int) -> Figures:
    return Figures(
        caption=figures.caption,
        heads=(figures.heads[0], *figures.heads[first:end]),
        rows=tuple((row[0], *row[first:end]) for row in figures.rows),
    )


def _cell(value: Text | str | int | Decimal, voice: Voice) -> str:
    if isinstance(value, Text):
        return voice.say(value)
    if isinstance(value, Decimal):
        return voice.decimal(value)
    return voice.number(value) if isinstance(value, int) else value


def _table(figures: Figures, voice: Voice) -> Worded:
    return {
        "caption": voice.say(figures.caption),
        "headers": [_cell(one, voice) for one in figures.heads],
        "rows": [[_cell(one, voice) for one in row] for row in figures.rows],
        "total": None,
    }
