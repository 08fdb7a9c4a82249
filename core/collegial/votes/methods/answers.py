"""For or against a text: the one method whose sums the majority of the statutes turns into a decision."""

from collections.abc import Sequence

from collegial.hooks.voting import (
    Ask,
    Asks,
    BallotForm,
    Fields,
    Papers,
    Poll,
    SealedForm,
    Sides,
    Sums,
    Tally,
    VoteMethod,
)
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t

_ANSWERS = {
    "for": t("For"),
    "against": t("Against"),
    "abstain": t("I abstain"),
    "blank": t("Blank vote"),
}


def _read(_poll: Poll, fields: Fields) -> str:
    given = [one for one in fields.get("", ()) if one in _ANSWERS]
    if len(given) != 1:
        raise Invalid(
            "votes.no_answer", t("Choose an answer. If you want neither, choose the blank vote."), field=""
        )
    return given[0]


def _write(_poll: Poll, choice: str) -> Fields:
    return {"": [choice]}


def _told(_poll: Poll, choice: str) -> Sequence[Text]:
    return (_ANSWERS[choice],)


def _tally(_poll: Poll, papers: Sequence[Papers]) -> Tally:
    def count(choice: str) -> int:
        return sum(one.count for one in papers if one.choice == choice)

    return Tally(
        sides=Sides(
            for_=count("for"), against=count("against"), abstain=count("abstain"), blank=count("blank")
        )
    )


def _asks(_poll: Poll) -> Sequence[Ask]:
    return (Ask(answers=(_ANSWERS["for"], _ANSWERS["against"], _ANSWERS["abstain"])),)


def _sealed_tally(_poll: Poll, sums: Sums) -> Tally:
    ((blank, for_, against, abstain),) = sums.counted
    return Tally(sides=Sides(for_=for_, against=against, abstain=abstain, blank=blank))


ANSWERS = BallotForm(template="votes/forms/answers.html", read=_read, write=_write, told=_told)

FOR_AGAINST = VoteMethod(
    key="core.for_against",
    revision=1,
    label=t("For or against"),
    summary=t("Each voter is for or against, abstains, or votes blank."),
    asks=Asks.TEXT,
    form=ANSWERS,
    tally=_tally,
    sealed=SealedForm(asks=_asks, tally=_sealed_tally),
    weight=0,
)
