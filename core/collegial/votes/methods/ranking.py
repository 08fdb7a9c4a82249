"""The methods that rank: instant runoff, the single transferable vote by the Scottish rules, Schulze."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from collegial.hooks.voting import (
    BLANK,
    BallotForm,
    Fields,
    Layout,
    PaperForm,
    Papers,
    Poll,
    Tally,
    Tied,
    TieRule,
    VoteMethod,
)
from collegial.kernel.errors import Invalid
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t
from collegial.votes.methods.explaining import decimal_votes, runoff_told, schulze_told, transfers_told
from collegial.votes.methods.reading import is_blank, numbers, option_of
from collegial.votes.rules.methods import Election, Paper, Tie, instant_runoff, schulze, scottish_stv
from collegial.votes.rules.seating import tied_for_seats

Ranks = list[list[int]]
_RANK = "-rank-"


def _read(poll: Poll, fields: Fields, *, shares_ranks: bool) -> str:
    """Return the order of those who have a rank; `shares_ranks` lets several have the same."""
    ranks: dict[int, list[int]] = {}
    for ending, values in sorted(fields.items()):
        if ending.startswith(_RANK) and values and values[0]:
            rank = option_of(poll, values[0])  # there are as many ranks as options
            ranks.setdefault(rank, []).append(option_of(poll, ending.removeprefix(_RANK)))
    if is_blank(poll, fields, is_filled=bool(ranks)):
        return BLANK
    if not ranks:
        raise Invalid(
            "votes.no_answer",
            t("Give at least one name a rank. If you want none of them, tick the blank vote."),
        )
    twice = next((rank for rank, held in sorted(ranks.items()) if len(held) > 1), None)
    if twice is not None and not shares_ranks:
        names = listed(poll.name(one) for one in sorted(ranks[twice]))
        raise Invalid(
            "votes.rank_twice",
            t("Rank %(rank)d is given to several: %(names)s. Give each rank once.", rank=twice, names=names),
        )
    return ">".join("=".join(map(str, sorted(ranks[rank]))) for rank in sorted(ranks))


def _ranks(poll: Poll, choice: str) -> Ranks:
    return [list(numbers(poll, rank, "=")) for rank in choice.split(">")]


def _write(poll: Poll, choice: str) -> Fields:
    if choice == BLANK:
        return {"-blank": ["1"]}
    return {
        f"{_RANK}{number}": [str(place)]
        for place, rank in enumerate(_ranks(poll, choice), start=1)
        for number in rank
    }


def _told(poll: Poll, choice: str) -> Sequence[Text]:
    if choice == BLANK:
        return (t("Blank vote"),)
    return tuple(
        t("%(rank)d.\N{NO-BREAK SPACE}%(name)s", rank=place, name=listed(poll.name(one) for one in rank))
        for place, rank in enumerate(_ranks(poll, choice), start=1)
    )


def _backing(_poll: Poll, backed: Sequence[int], *, between: str) -> str:
    return between.join(map(str, sorted(backed))) or BLANK


_HINT = t(
    "Give 1 to the name you prefer, 2 to the next, and so on. You can stop at any name: those without a number come "
    "after all others."
)
RANKING = BallotForm(
    template="votes/forms/ranking.html", read=partial(_read, shares_ranks=False), write=_write, told=_told,
    paper=PaperForm(layout=Layout.RANKS, hint=lambda _poll: (_HINT,)),
    backing=partial(_backing, between=">"),
)  # fmt: skip
RANKING_WITH_EQUALS = BallotForm(
    template="votes/forms/ranking.html", read=partial(_read, shares_ranks=True), write=_write, told=_told,
    paper=PaperForm(
        layout=Layout.RANKS, hint=lambda _poll: (_HINT, t("Several names can have the same number."))
    ),
    backing=partial(_backing, between="="),
)  # fmt: skip


def election_of(poll: Poll, papers: Sequence[Papers]) -> Election:
    """Return the papers as the counting rules read them; candidates are named by their numbers."""
    said: Counter[str] = Counter()
    for one in papers:
        if one.choice != BLANK:
            said[one.choice] += one.count
    return Election(
        candidates=tuple(str(one.number) for one in poll.options),
        seats=poll.seats,
        listed_first=poll.ties is TieRule.LISTED,
        papers=tuple(
            Paper(count=count, ranks=tuple(tuple(one - 1 for one in rank) for rank in _ranks(poll, choice)))
            for choice, count in sorted(said.items())
        ),
    )


def _explained(poll: Poll, papers: Sequence[Papers], count: Callable[[Poll, Election], Tally]) -> Tally:
    """Count the papers that name somebody; without any nobody is elected, whatever the method."""
    blank = sum(one.count for one in papers if one.choice == BLANK)
    told = nt("%(count)d paper is blank.", "%(count)d papers are blank.", blank)
    election = election_of(poll, papers)
    if not election.papers:
        return Tally(steps=(told, t("No paper names anybody: nobody is elected.")))
    counted = count(poll, election)
    return replace(counted, steps=(told, *counted.steps))


def _ties(poll: Poll, found: Sequence[Tie]) -> tuple[Tied, ...]:
    """Name the options of each tie; its sentence comes from the rules."""
    return tuple(
        Tied(
            options=_numbers(tie.candidates),
            text=t(
                "%(names)s: %(what)s",
                names=listed(poll.name(one) for one in _numbers(tie.candidates)),
                what=tie.text,
            ),
            is_settled=tie.is_settled,
        )
        for tie in found
    )


def _numbers(names: Sequence[str]) -> tuple[int, ...]:
    return tuple(int(one) for one in names)


def _runoff(poll: Poll, election: Election) -> Tally:
    counted = instant_runoff(election)
    steps, figures = runoff_told(poll, counted)
    last = counted.rounds[-1].votes
    return Tally(
        elected=_numbers(counted.elected), ties=_ties(poll, counted.ties), steps=steps, figures=(figures,),
        votes={int(name): last[name] for name in counted.elected if name in last},
    )  # fmt: skip


def _transfers(poll: Poll, election: Election) -> Tally:
    counted = scottish_stv(election)
    steps, figures = transfers_told(poll, counted)
    return Tally(
        elected=_numbers(counted.elected), ties=_ties(poll, counted.ties), steps=steps, figures=(figures,),
        votes={
            int(name): decimal_votes(stage.votes[name]) for stage in counted.stages for name in stage.elected
        },
    )  # fmt: skip


def _pairs(poll: Poll, election: Election) -> Tally:
    counted = schulze(election)
    steps, figures = schulze_told(poll, counted)
    ties = [
        one
        for tie in counted.ties
        for one in tied_for_seats(poll, _numbers(tie.candidates), is_settled=tie.is_settled)
    ]
    return Tally(elected=_numbers(counted.elected), ties=tuple(ties), steps=steps, figures=figures)


RUNOFF = VoteMethod(
    key="core.irv",
    revision=1,
    label=t("Ranking, one seat (instant runoff)"),
    summary=t(
        "Each voter ranks the names. The last is struck out and its papers go to their next name, until one has "
        "more than half."
    ),
    form=RANKING,
    tally=partial(_explained, count=_runoff),
    fills_several=False,
    weight=40,
)
TRANSFERS = VoteMethod(
    key="core.scottish_stv",
    revision=1,
    label=t("Ranking, several seats (single transferable vote)"),
    summary=t(
        "Each voter ranks the names. Whoever reaches the quota is elected, and what is above it goes to the next "
        "names: each group of voters gets its part of the seats. Counted by the Scottish rules."
    ),
    form=RANKING,
    tally=partial(_explained, count=_transfers),
    weight=50,
)
PAIRS = VoteMethod(
    key="core.schulze",
    revision=1,
    label=t("Ranking, by pairs (Condorcet and Schulze)"),
    summary=t(
        "Each voter ranks the names, some of them equal if they wish. Every name is compared with every other; "
        "whoever beats all others wins, and Schulze’s paths settle circles."
    ),
    form=RANKING_WITH_EQUALS,
    tally=partial(_explained, count=_pairs),
    weight=60,
)
