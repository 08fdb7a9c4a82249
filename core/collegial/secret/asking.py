"""What the ballot of a secret vote asks: the questions of the protocol behind each resolution, in both directions."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from collegial.assemblies.models import Resolution
from collegial.hooks.voting import Ask, MethodBook, SealedForm, Sums
from collegial.kernel.errors import DomainError, Invalid, Refused
from collegial.kernel.text import Text, t
from collegial.secret.belenios.election import Question
from collegial.votes.asking import Asked, chosen_method

Speak = Callable[[Text | str], str]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A resolution on a ballot: its questions stand there one after the other."""

    asked: Asked
    sealed: SealedForm
    asks: Sequence[Ask]

    @property
    def title(self) -> str:
        """Return the number and the title of the resolution."""
        resolution = self.asked.question.resolution
        return f"{resolution.number}. {resolution.title}"

    def text(self, ask: Ask) -> str:
        """Return the text of a question as the ballot says it."""
        return self.title if ask.about is None else f"{self.title} – {self.asked.poll.name(ask.about)}"


def can_be_secret(session: Session, book: MethodBook | None, resolution: Resolution) -> bool:
    """Tell whether a resolution can be voted in secret: whether its method counts from sums, and is there."""
    try:
        return chosen_method(session, book, resolution).sealed is not None
    except DomainError:
        return False


def parts_of(asks: Iterable[Asked], colleges: Collection[str]) -> list[Part]:
    """Return what the voters of some colleges are asked; raises Refused for a method that is voted openly only."""
    return [part_of(one) for one in asks if own_college(one.question.resolution) in (None, *colleges)]


def own_college(resolution: Resolution) -> str | None:
    """Return the college that alone elects; None where everybody is asked."""
    voting = resolution.voting
    return voting.college.key if voting is not None and voting.college is not None else None


def questions_of(parts: Iterable[Part], speak: Speak) -> tuple[Question, ...]:
    """Return the questions of an election of the protocol, in the words of the deployment's language."""
    return tuple(
        Question(
            text=part.text(ask), answers=tuple(speak(one) for one in ask.answers),
            least=ask.least, most=ask.most, blank=ask.takes_blank,
        )
        for part in parts
        for ask in part.asks
    )  # fmt: skip


def sums_of(parts: Iterable[Part], result: Sequence[Sequence[int]], ballots: int) -> dict[int, Sums]:
    """Give each resolution its sums, by the number of its question in the vote."""
    rest = iter(result)
    return {
        part.asked.question.id: Sums(ballots=ballots, counted=tuple(tuple(next(rest)) for _ in part.asks))
        for part in parts
    }


def added(sums: Sequence[Sums]) -> Sums:
    """Add the sums of several elections on the same resolution."""
    return Sums(
        ballots=sum(one.ballots for one in sums),
        counted=tuple(
            tuple(sum(each) for each in zip(*rows, strict=True))
            for rows in zip(*(one.counted for one in sums), strict=True)
        ),
    )


def electing(resolutions: Iterable[Resolution]) -> set[str]:
    """Return the colleges that elect by themselves on some of these resolutions."""
    return {key for key in map(own_college, resolutions) if key is not None}


def check_merge(resolutions: Iterable[Resolution], source: str, target: str) -> None:
    """Refuse to count a college with another while it elects by itself: the other would elect for it."""
    alone = electing(resolutions)
    if alone & {source, target}:
        raise Invalid(
            "secret.elects_alone",
            t(
                "A college that elects its own seats in this vote cannot be counted with another, which would elect "
                "for it. Vote on its seats openly, or wait until more of its members attend."
            ),
            field="source",
        )


def part_of(asked: Asked) -> Part:
    """Return a resolution as the ballot asks it; raises Refused for a method that is voted openly only."""
    if asked.method.sealed is None:
        raise Refused(
            "secret.method",
            t(
                "Resolution %(number)s is voted by the method “%(method)s”, which is counted from whole papers: it can "
                "only be voted openly. Give the secret vote up and prepare it without this resolution.",
                number=asked.question.resolution.number,
                method=asked.method.label,
            ),
        )
    return Part(asked=asked, sealed=asked.method.sealed, asks=asked.method.sealed.asks(asked.poll))
