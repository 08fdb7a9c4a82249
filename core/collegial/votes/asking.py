"""What a question asks, by which method, and what a choice says in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from collegial.assemblies.models import Electorate, Resolution, Voting
from collegial.assemblies.queries.voting import election_terms, poll_of
from collegial.assemblies.services.voting import PLAIN
from collegial.hooks.voting import VOID, Asks, MethodBook, Poll, VoteMethod
from collegial.kernel.errors import DomainError, Invalid, Refused
from collegial.kernel.text import Text, t
from collegial.votes.models import Question

Telling = Callable[[int, str], Sequence[Text | str]]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with its method and what is asked."""

    question: Question
    method: VoteMethod
    poll: Poll

    @property
    def voting(self) -> Voting | None:
        """Return how the resolution is voted; None for plainly for or against."""
        return self.question.resolution.voting

    @property
    def electorate(self) -> Electorate:
        """Return who elects, and how votes weigh; a text is always put to everyone."""
        return self.voting.electorate if self.voting else Electorate.TOGETHER

    @property
    def terms(self) -> tuple[Text, ...]:
        """Return how a question is counted, in words; nothing for what is plainly for or against."""
        if self.voting is None:
            return ()
        if not self.elects:
            return (self.method.summary,)
        return self.method.summary, *election_terms(self.voting)

    @property
    def elects(self) -> bool:
        """Tell whether options are elected, rather than a text adopted."""
        return self.method.asks is Asks.OPTIONS

    def check(self, choice: str) -> None:
        """Raise Invalid for a text that is not the one way to write a choice of this method."""
        if not self.method.form.holds(self.poll, choice):
            raise Invalid(
                "votes.unknown_choice",
                t(
                    "The answer to resolution %(number)s cannot be read. Fill that page in again.",
                    number=self.question.resolution.number,
                ),
            )


def only_college(question: Question) -> int | None:
    """Return the college that alone elects on a question; None where everyone is asked."""
    voting = question.resolution.voting
    return voting.college_id if voting is not None else None


def group_of(question: Question) -> str:
    """Return the key of those who elect together: one college, or all."""
    voting = question.resolution.voting
    return voting.college.key if voting is not None and voting.college is not None else "all"


def questions_for(questions: Iterable[Question], college_id: int | None) -> list[Question]:
    """Return the questions that a voting right of a college is asked."""
    return [one for one in questions if only_college(one) in (None, college_id)]


def not_asked() -> Refused:
    """Return the refusal of a right that a vote does not ask anything."""
    return Refused(
        "votes.not_asked",
        t("This vote is for another college alone: this voting right has no part in it."),
    )


def methods_of(book: MethodBook | None) -> MethodBook:
    """Return where methods are found; raises Refused in a program without any."""
    if book is None:
        raise Refused("votes.method_missing", t("This program offers no vote method."))
    return book


def chosen_method(session: Session, book: MethodBook | None, resolution: Resolution) -> VoteMethod:
    """Return the method by which a resolution is to be voted; raises Refused when it is not available."""
    key = resolution.voting.method if resolution.voting else PLAIN
    return methods_of(book).vote_method(session, key)


def asked(session: Session, book: MethodBook | None, questions: Iterable[Question]) -> list[Asked]:
    """Return questions with their methods; raises Refused that names the module of one that is missing."""
    return [
        Asked(question=one, method=method_of(session, book, one), poll=poll_of(one.resolution))
        for one in questions
    ]


def method_of(session: Session, book: MethodBook | None, question: Question) -> VoteMethod:
    """Return the method of a question, in the revision that the vote was opened with."""
    method = methods_of(book).vote_method(session, question.method)
    if method.revision != question.method_revision:
        raise Refused(
            "votes.method_changed",
            t(
                "The vote was opened under revision %(opened)s of the method “%(method)s”, and the program now "
                "has revision %(now)s. Install the module as it was.",
                opened=question.method_revision,
                method=method.label,
                now=method.revision,
            ),
        )
    return method


def teller(session: Session, book: MethodBook | None, questions: Iterable[Question]) -> Telling:
    """Return what says choices in words; where the method is gone, they are shown as they are written."""
    known: dict[int, Asked] = {}
    for one in questions:
        try:
            known[one.id] = asked(session, book, [one])[0]
        except DomainError:
            continue

    def tell(question: int, choice: str) -> Sequence[Text | str]:
        if choice == VOID:
            return (t("Void"),)
        if question not in known:
            return (choice,)
        one = known[question]
        try:
            return one.method.form.told(one.poll, choice)
        except (DomainError, ValueError, LookupError):
            return (choice,)

    return tell
