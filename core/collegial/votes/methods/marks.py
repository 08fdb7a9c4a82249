"""The methods that add marks: plurality with one or several seats, and approval. Weights can carry them."""

from collections.abc import Sequence
from functools import partial

from collegial.hooks.voting import (
    BLANK,
    Ask,
    BallotForm,
    Fields,
    Figures,
    Layout,
    PaperForm,
    Papers,
    Poll,
    Scores,
    SealedForm,
    Sums,
    Tally,
    Totals,
    VoteMethod,
)
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, nt, t
from collegial.votes.methods.reading import is_blank, numbers, option_of
from collegial.votes.rules.methods.papers import levels_of
from collegial.votes.rules.seating import elect_best


def _most(poll: Poll, *, as_seats: bool) -> int:
    """Return how many names a paper may have: as the poll says, else as many as seats, or all of them."""
    return poll.most or (min(poll.seats, len(poll.options)) if as_seats else len(poll.options))


def _read(poll: Poll, fields: Fields, *, as_seats: bool) -> str:
    """Return the numbers that are ticked, in the order of the list."""
    ticked = sorted({option_of(poll, one) for one in fields.get("-mark", ())})
    if is_blank(poll, fields, is_filled=bool(ticked)):
        return BLANK
    if not ticked:
        raise Invalid(
            "votes.no_answer", t("Tick at least one name. If you want none of them, tick the blank vote.")
        )
    most = _most(poll, as_seats=as_seats)
    if len(ticked) > most:
        raise Invalid(
            "votes.too_many_marks",
            nt(
                "You ticked %(ticked)d names, and %(count)d at most is allowed. Take some of the ticks away.",
                "You ticked %(ticked)d names, and %(count)d at most are allowed. Take some of the ticks away.",
                most,
                ticked=len(ticked),
            ),
        )
    if len(ticked) < poll.least:
        raise Invalid(
            "votes.too_few_marks",
            nt(
                "You ticked %(ticked)d names, and %(count)d at least is needed.",
                "You ticked %(ticked)d names, and %(count)d at least are needed.",
                poll.least,
                ticked=len(ticked),
            ),
        )
    return ",".join(map(str, ticked))


def _write(_poll: Poll, choice: str) -> Fields:
    return {"-blank": ["1"]} if choice == BLANK else {"-mark": choice.split(",")}


def _told(poll: Poll, choice: str) -> Sequence[Text | str]:
    if choice == BLANK:
        return (t("Blank vote"),)
    return tuple(poll.name(one) for one in numbers(poll, choice, ","))


def scores(poll: Poll, papers: Sequence[Papers]) -> Scores:
    """Add up the marks; a blank paper gives none and is not counted among those that do."""
    marks = dict.fromkeys((one.number for one in poll.options), 0)
    marking = 0
    for paper in papers:
        if paper.choice == BLANK:
            continue
        marking += paper.count
        for number in numbers(poll, paper.choice, ","):
            marks[number] += paper.count
    return Scores(marks=marks, papers=marking)


def _backing(poll: Poll, backed: Sequence[int], *, as_seats: bool) -> str:
    """Name those whom the board backs; where they are too few for a paper, it is blank."""
    named = sorted(backed)[: _most(poll, as_seats=as_seats)]
    return ",".join(map(str, named)) if len(named) >= poll.least else BLANK


def _asks(poll: Poll, *, as_seats: bool) -> Sequence[Ask]:
    """Ask once: the answers are the names."""
    names = tuple(one.name for one in poll.options)
    most = _most(poll, as_seats=as_seats)
    return (Ask(answers=names, least=poll.least, most=most, takes_blank=poll.takes_blank),)


def _row(poll: Poll, sums: Sums) -> Sequence[int]:
    """Return the sums of the one question, a blank vote first."""
    (row,) = sums.counted
    return row if poll.takes_blank else (0, *row)


def _sealed_scores(poll: Poll, sums: Sums) -> Scores:
    """Read the marks from the sums; every ballot that is not blank names somebody."""
    blank, *marks = _row(poll, sums)
    numbered = {one.number: mark for one, mark in zip(poll.options, marks, strict=True)}
    return Scores(marks=numbered, papers=sums.ballots - blank)


def _sealed_tally(poll: Poll, sums: Sums) -> Tally:
    return tally_scores(poll, _sealed_scores(poll, sums), _row(poll, sums)[0])


def tally(poll: Poll, papers: Sequence[Papers]) -> Tally:
    """Elect those with most marks; nobody is elected without one."""
    blank = sum(one.count for one in papers if one.choice == BLANK)
    return tally_scores(poll, scores(poll, papers), blank)


def tally_scores(poll: Poll, counted: Scores, blank: int) -> Tally:
    """Elect by marks that were added up, beside so many blank papers."""
    elected, ties = elect_best(poll, counted.marks)
    tied = [one for tie in ties if not tie.is_settled for one in tie.options]
    return Tally(
        elected=elected,
        votes={number: counted.marks[number] for number in elected},
        ties=ties,
        steps=(
            nt("%(count)d paper names somebody.", "%(count)d papers name somebody.", counted.papers),
            nt("%(count)d paper is blank.", "%(count)d papers are blank.", blank),
            nt(
                "%(count)d seat is filled by whoever has most votes.",
                "%(count)d seats are filled by those who have most votes.",
                poll.seats,
            ),
        ),
        figures=(
            Figures(
                caption=t("Votes of each candidate"),
                heads=(t("Candidate"), t("Votes"), t("Result")),
                rows=tuple(
                    (
                        poll.name(number),
                        counted.marks[number],
                        outcome_of(number, elected, tied),
                    )
                    for level in levels_of(counted.marks)
                    for number in level
                ),
            ),
        ),
    )


def outcome_of(number: int, elected: Sequence[int], tied: Sequence[int] = ()) -> Text | str:
    """Say what became of an option."""
    if number in elected:
        return t("Elected")
    return t("Equal") if number in tied else "–"


def _hint(poll: Poll, *, as_seats: bool) -> tuple[Text, ...]:
    """Say how many names to tick."""
    most = _most(poll, as_seats=as_seats)
    if poll.least > 1 and poll.least == most:
        return (nt("Tick exactly %(count)d name.", "Tick exactly %(count)d names.", most),)
    if poll.least > 1:
        return (t("Tick from %(least)d to %(most)d names.", least=poll.least, most=most),)
    if not as_seats and most == len(poll.options):
        return (t("Tick every name that you approve of."),)
    return (nt("Tick one name.", "Tick up to %(count)d names.", most),)


PLURALITY = VoteMethod(
    key="core.plurality",
    revision=1,
    label=t("Most votes"),
    summary=t(
        "Each voter ticks as many names as there are seats, or fewer; those with most votes are elected."
    ),
    form=BallotForm(
        template="votes/forms/marks.html",
        read=partial(_read, as_seats=True),
        write=_write,
        told=_told,
        paper=PaperForm(layout=Layout.MARKS, hint=partial(_hint, as_seats=True)),
        backing=partial(_backing, as_seats=True),
    ),
    tally=tally,
    scores=scores,
    totals=Totals(tally=tally_scores, most=partial(_most, as_seats=True)),
    sealed=SealedForm(asks=partial(_asks, as_seats=True), tally=_sealed_tally, scores=_sealed_scores),
    takes_limits=True,
    weight=10,
)
APPROVAL = VoteMethod(
    key="core.approval",
    revision=1,
    label=t("Approval"),
    summary=t("Each voter ticks all names that they approve of; those with most approvals are elected."),
    form=BallotForm(
        template="votes/forms/marks.html",
        read=partial(_read, as_seats=False),
        write=_write,
        told=_told,
        paper=PaperForm(layout=Layout.MARKS, hint=partial(_hint, as_seats=False)),
        backing=partial(_backing, as_seats=False),
    ),
    tally=tally,
    scores=scores,
    totals=Totals(tally=tally_scores, most=partial(_most, as_seats=False)),
    sealed=SealedForm(asks=partial(_asks, as_seats=False), tally=_sealed_tally, scores=_sealed_scores),
    takes_limits=True,
    weight=20,
)
