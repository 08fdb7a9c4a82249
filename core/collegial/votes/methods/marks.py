"""The methods that add marks: plurality with one or several seats, and approval. Weights can carry them."""

from collections.abc import Sequence
from functools import partial

from collegial.hooks.voting import (
    BLANK,
    BallotForm,
    Fields,
    Figures,
    Layout,
    PaperForm,
    Papers,
    Poll,
    Scores,
    Tally,
    Totals,
    VoteMethod,
)
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, nt, t
from collegial.votes.methods.reading import is_blank, numbers, option_of
from collegial.votes.rules.methods.papers import levels_of
from collegial.votes.rules.seating import elect_best


def _read(poll: Poll, fields: Fields, *, most: int | None) -> str:
    """Return the numbers that are ticked, in the order of the list; `most` None allows any number of them."""
    ticked = sorted({option_of(poll, one) for one in fields.get("-mark", ())})
    if is_blank(fields, is_filled=bool(ticked)):
        return BLANK
    if not ticked:
        raise Invalid(
            "votes.no_answer", t("Tick at least one name. If you want none of them, tick the blank vote.")
        )
    if most is not None and len(ticked) > most:
        raise Invalid(
            "votes.too_many_marks",
            nt(
                "You ticked %(ticked)d names and there is %(count)d seat. Take some of the ticks away.",
                "You ticked %(ticked)d names and there are %(count)d seats. Take some of the ticks away.",
                most,
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


def _backing(_poll: Poll, backed: Sequence[int], *, most: int | None) -> str:
    return ",".join(map(str, sorted(backed)[:most])) or BLANK


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


def _up_to(seats: int) -> Text:
    return nt("Tick one name.", "Tick up to %(count)d names.", seats)


PLURALITY = VoteMethod(
    key="core.plurality",
    revision=1,
    label=t("Most votes"),
    summary=t(
        "Each voter ticks as many names as there are seats, or fewer; those with most votes are elected."
    ),
    form=BallotForm(
        template="votes/forms/marks.html",
        read=lambda poll, fields: _read(poll, fields, most=poll.seats),
        write=_write,
        told=_told,
        paper=PaperForm(layout=Layout.MARKS, hint=lambda poll: (_up_to(poll.seats),)),
        backing=lambda poll, backed: _backing(poll, backed, most=poll.seats),
    ),
    tally=tally,
    scores=scores,
    totals=Totals(tally=tally_scores, most=lambda poll: min(poll.seats, len(poll.options))),
    weight=10,
)
APPROVAL = VoteMethod(
    key="core.approval",
    revision=1,
    label=t("Approval"),
    summary=t("Each voter ticks all names that they approve of; those with most approvals are elected."),
    form=BallotForm(
        template="votes/forms/marks.html",
        read=partial(_read, most=None),
        write=_write,
        told=_told,
        paper=PaperForm(layout=Layout.MARKS, hint=lambda _poll: (t("Tick every name that you approve of."),)),
        backing=partial(_backing, most=None),
    ),
    tally=tally,
    scores=scores,
    totals=Totals(tally=tally_scores, most=lambda poll: len(poll.options)),
    weight=20,
)
