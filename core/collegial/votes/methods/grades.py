"""Majority judgment: each voter grades every option, and the middle grade decides."""

from collections.abc import Iterable, Mapping, Sequence

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
    SealedForm,
    Sums,
    Tally,
    Tied,
    TieRule,
    VoteMethod,
)
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, nt, t
from collegial.votes.methods.marks import outcome_of
from collegial.votes.methods.reading import is_blank, option_of
from collegial.votes.rules.methods import GradedElection, majority_judgment
from collegial.votes.rules.seating import tied_for_seats

GRADES = (t("Very good"), t("Good"), t("Fairly good"), t("Passable"), t("Insufficient"), t("To reject"))
_GRADE = "-grade-"
_WORST = len(GRADES)


def _read(poll: Poll, fields: Fields) -> str:
    """Return the grade of each option, from 1 for the best; one without a grade gets the worst."""
    given = {
        option_of(poll, ending.removeprefix(_GRADE)): _grade(values[0])
        for ending, values in fields.items()
        if ending.startswith(_GRADE) and values
    }
    if is_blank(poll, fields, is_filled=bool(given)):
        return BLANK
    if not given:
        raise Invalid(
            "votes.no_answer", t("Grade at least one name. If you want to grade none, tick the blank vote.")
        )
    return ",".join(str(given.get(one.number, _WORST)) for one in poll.options)


def _grade(written: str) -> int:
    if written not in {str(one) for one in range(1, _WORST + 1)}:
        raise Invalid("votes.no_grade", t("One of the grades cannot be read. Reload the page."))
    return int(written)


def _grades(poll: Poll, choice: str) -> Sequence[int]:
    return [_grade(one) for _option, one in zip(poll.options, choice.split(","), strict=True)]


def _write(poll: Poll, choice: str) -> Fields:
    if choice == BLANK:
        return {"-blank": ["1"]}
    grades = zip(poll.options, _grades(poll, choice), strict=True)
    return {f"{_GRADE}{option.number}": [str(grade)] for option, grade in grades}


def _told(poll: Poll, choice: str) -> Sequence[Text]:
    if choice == BLANK:
        return (t("Blank vote"),)
    grades = zip(poll.options, _grades(poll, choice), strict=True)
    return tuple(
        t("%(name)s: %(grade)s", name=option.name, grade=GRADES[grade - 1]) for option, grade in grades
    )


def _backing(poll: Poll, backed: Sequence[int]) -> str:
    if not backed:
        return BLANK
    return ",".join("1" if one.number in backed else str(_WORST) for one in poll.options)


def _tally(poll: Poll, papers: Sequence[Papers]) -> Tally:
    graded = sum(one.count for one in papers if one.choice != BLANK)
    blank = sum(one.count for one in papers if one.choice == BLANK)
    return _judged(poll, _given(poll, papers), graded, blank)


def _asks(poll: Poll) -> Sequence[Ask]:
    """Ask for one grade of each option: so many questions can be added up encrypted, a whole paper cannot."""
    return tuple(Ask(answers=GRADES, about=one.number, takes_blank=poll.takes_blank) for one in poll.options)


def _sealed_tally(poll: Poll, sums: Sums) -> Tally:
    """Count from the sums of each option.

    A paper is blank for every option alike; were one blank for some only, which the page does not offer, the
    others get the worst grade from it, as from a paper that leaves a name without a grade.
    """
    rows = [one if poll.takes_blank else (0, *one) for one in sums.counted]
    blank = min(one[0] for one in rows)
    given = {
        option.number: (*grades[:-1], grades[-1] + left_out - blank)
        for option, (left_out, *grades) in zip(poll.options, rows, strict=True)
    }
    return _judged(poll, given, sums.ballots - blank, blank)


def _judged(poll: Poll, given: Mapping[int, Sequence[int]], graded: int, blank: int) -> Tally:
    counted = majority_judgment(
        GradedElection(
            grades=tuple(str(one) for one in range(1, _WORST + 1)), seats=poll.seats if graded else 0,
            listed_first=poll.ties is TieRule.LISTED,
            given={str(number): tuple(times) for number, times in given.items()},
        )
    )  # fmt: skip
    ties = tuple(
        one
        for tie in counted.ties
        for one in tied_for_seats(poll, [int(name) for name in tie.candidates], is_settled=tie.is_settled)
    )
    elected = tuple(int(one) for one in counted.elected)
    return Tally(
        elected=elected, ties=ties,
        votes={int(one): GRADES[int(grade) - 1] for one, grade in counted.ranking if int(one) in elected and grade},
        steps=_steps(graded, blank),
        figures=(_figures(poll, given, counted.ranking, elected, ties),),
    )  # fmt: skip


def _given(poll: Poll, papers: Sequence[Papers]) -> dict[int, list[int]]:
    """Count how often each option got each grade."""
    given = {one.number: [0] * _WORST for one in poll.options}
    for paper in papers:
        if paper.choice != BLANK:
            for option, grade in zip(poll.options, _grades(poll, paper.choice), strict=True):
                given[option.number][grade - 1] += paper.count
    return given


def _steps(graded: int, blank: int) -> tuple[Text, ...]:
    return (
        nt("%(count)d paper gives grades.", "%(count)d papers give grades.", graded),
        nt("%(count)d paper is blank.", "%(count)d papers are blank.", blank),
        t(
            "The majority grade is the middle one once all grades of a candidate are put in order; of an even "
            "number, the lower of the two in the middle."
        ),
        t(
            "Between candidates of the same majority grade, one such grade is taken away from each, and the "
            "new middle grades are compared, until they differ."
        ),
    )


def _figures(
    poll: Poll,
    given: Mapping[int, Sequence[int]],
    ranking: Iterable[tuple[str, str | None]],
    elected: Sequence[int],
    ties: Sequence[Tied],
) -> Figures:
    tied = [one for tie in ties if not tie.is_settled for one in tie.options]
    return Figures(
        caption=t("Grades of each candidate, the best first"),
        heads=(t("Candidate"), t("Majority grade"), *GRADES, t("Result")),
        rows=tuple(
            (
                poll.name(int(number)), GRADES[int(grade) - 1] if grade else "–", *given[int(number)],
                outcome_of(int(number), elected, tied),
            )
            for number, grade in ranking
        ),
    )  # fmt: skip


JUDGMENT = VoteMethod(
    key="core.majority_judgment",
    revision=1,
    label=t("Majority judgment"),
    summary=t(
        "Each voter gives every name a grade, from very good to reject. The best middle grades are elected."
    ),
    form=BallotForm(
        template="votes/forms/grades.html",
        read=_read,
        write=_write,
        told=_told,
        backing=_backing,
        paper=PaperForm(
            layout=Layout.GRADES,
            heads=GRADES,
            hint=lambda _poll: (t("Give each name a grade. A name without a grade counts as to reject."),),
        ),
    ),
    tally=_tally,
    sealed=SealedForm(asks=_asks, tally=_sealed_tally),
    weight=30,
)
