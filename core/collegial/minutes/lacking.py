"""Say what minutes still lack before they are established: nothing can be added to them later."""

from collections.abc import Iterator
from dataclasses import dataclass

from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t
from collegial.minutes.facts import Bureau, MinutesFacts
from collegial.minutes.places import DEBATE, QUESTIONS, place_of


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What is missing, and the place of the minutes to write it at; None where that is too late."""

    sentence: Text
    place: str | None = None


def lacks(facts: MinutesFacts) -> list[Lack]:
    """Return what minutes lack, the graver first."""
    return [*_bureau(facts.bureau), *_unvoted(facts.unvoted), *_unanswered(facts), *_unwritten(facts)]


def _bureau(bureau: Bureau) -> Iterator[Lack]:
    if not bureau.chair:
        yield Lack(sentence=t("No chair was named."))
    if not bureau.scrutineers:
        yield Lack(sentence=t("No scrutineer was named."))
    if not bureau.secretary:
        yield Lack(sentence=t("No secretary was named."))


def _unvoted(numbers: tuple[int, ...]) -> Iterator[Lack]:
    if numbers:
        sentence = nt(
            "Resolution %(numbers)s was not put to the vote: the minutes give no result of it.",
            "Resolutions %(numbers)s were not put to the vote: the minutes give no result of them.",
            len(numbers),
            numbers=listed(numbers),
        )
        yield Lack(sentence=sentence)


def _unanswered(facts: MinutesFacts) -> Iterator[Lack]:
    if facts.unanswered:
        sentence = nt(
            "%(count)d written question has no answer: the minutes will say so.",
            "%(count)d written questions have no answer: the minutes will say so.",
            facts.unanswered,
        )
        yield Lack(sentence=sentence, place=QUESTIONS)


def _unwritten(facts: MinutesFacts) -> Iterator[Lack]:
    if not facts.debate.strip():
        yield Lack(sentence=t("Nothing is written of what was said in the meeting as a whole."), place=DEBATE)
    silent = tuple(one.number for one in facts.resolutions if not one.debate.strip())
    if silent:
        sentence = nt(
            "Nothing is written of what was said on resolution %(numbers)s.",
            "Nothing is written of what was said on resolutions %(numbers)s.",
            len(silent),
            numbers=listed(silent),
        )
        yield Lack(sentence=sentence, place=place_of(silent[0]))
