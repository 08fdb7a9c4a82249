"""Read how resolutions are voted, and what could be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from collegial.actors.models import Actor
from collegial.actors.queries import is_live
from collegial.actors.rules import fold
from collegial.assemblies.models import Assembly, Electorate, Resolution, Voting
from collegial.assemblies.models.voting import ElectedGroup, VotingOption
from collegial.assemblies.rules import ANSWERS
from collegial.hooks.voting import MethodBook, Poll, TieRule, VoteMethod
from collegial.hooks.voting import Option as Listed
from collegial.kernel.errors import DomainError
from collegial.kernel.events import Context
from collegial.kernel.listing import listed
from collegial.kernel.text import Text, nt, t
from collegial.membership.models import Member
from collegial.statutes.models import College

_FEW = 12


@dataclass(frozen=True, kw_only=True)
class ToldVoting:
    """How an election is voted, in words, with its list."""

    label: Text
    terms: tuple[Text, ...]
    options: tuple[Listed, ...]


@dataclass(frozen=True, kw_only=True)
class Namesake:
    """Someone of the directory who may be a candidate; `member` is the number in the register of members."""

    actor_id: int
    name: str
    locality: str | None
    member: int | None


def methods_here(context: Context) -> list[VoteMethod]:
    """Return the methods that a resolution may be voted by."""
    return context.methods.vote_methods(context.session) if context.methods else []


def colleges_of(session: Session, keys: Sequence[str]) -> list[College]:
    """Return colleges by their keys, in the order given."""
    found = {one.key: one for one in session.scalars(select(College).where(College.key.in_(keys)))}
    return [found[key] for key in keys if key in found]


def poll_of(resolution: Resolution) -> Poll:
    """Return what a resolution asks, as vote methods take it."""
    return _poll(resolution.voting) if resolution.voting else Poll()


def _poll(voting: Voting) -> Poll:
    return Poll(
        seats=voting.seats,
        least=voting.least,
        most=voting.most,
        takes_blank=voting.takes_blank,
        ties=voting.ties,
        options=tuple(
            Listed(number=one.number, name=one.name, statement=one.statement) for one in voting.options
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Answerable:
    """A resolution that a form of vote by correspondence can answer, with what it asks."""

    resolution: Resolution
    method: VoteMethod | None
    poll: Poll

    @property
    def elects(self) -> bool:
        """Tell whether it elects among a list."""
        return bool(self.poll.options)

    def asks(self, college_id: int | None) -> bool:
        """Tell whether it asks the voting rights of a college."""
        voting = self.resolution.voting
        return voting is None or voting.college_id in (None, college_id)

    def accepts(self, choice: str) -> bool:
        """Tell whether a text is an answer; a void one comes on paper only."""
        if self.method is None or not self.elects:
            return choice in ANSWERS
        return self.method.form.holds(self.poll, choice)


def answerables(session: Session, book: MethodBook | None, meeting: Assembly) -> list[Answerable]:
    """Return what forms can answer in an assembly; an election whose method is not there is left out."""
    texts = session.scalars(
        select(Resolution).where(Resolution.assembly_id == meeting.id).order_by(Resolution.number)
        .options(joinedload(Resolution.voting).options(selectinload(Voting.options), joinedload(Voting.college)))
    ).all()  # fmt: skip
    has_elections = book is not None and any(one.elects for one in texts)
    known = {one.key: one for one in book.vote_methods(session)} if book and has_elections else {}
    return [
        Answerable(
            resolution=one, poll=poll_of(one), method=known.get(one.voting.method) if one.voting else None
        )
        for one in texts
        if not one.elects or (one.voting and one.voting.method in known)
    ]


def actors_called(session: Session, names: Sequence[str]) -> dict[str, int]:
    """Return the actors of the directory by these names, where just one is called so."""
    folded = {name: fold(name) for name in names}
    found: dict[str, list[int]] = {}
    rows = select(Actor.search_name, Actor.id).where(Actor.search_name.in_(folded.values()), is_live())
    for name, number in session.execute(rows):
        found.setdefault(name, []).append(number)
    return {name: found[key][0] for name, key in folded.items() if len(found.get(key, ())) == 1}


def namesakes(session: Session, names: Sequence[str]) -> dict[str, list[Namesake]]:
    """Return, for each name, those of the directory whose name holds it, a few of them, in one statement."""
    folded = {name: fold(name) for name in names if fold(name)}
    if not folded:
        return {}
    rows = session.execute(
        select(Actor.id, Actor.name, Actor.locality, Actor.search_name, func.min(Member.number))
        .outerjoin(Member, Member.actor_id == Actor.id)
        .where(is_live(), or_(*(Actor.search_name.contains(one, autoescape=True) for one in folded.values())))
        .group_by(Actor.id, Actor.name, Actor.locality, Actor.search_name)
        .order_by(Actor.search_name, Actor.id)
    ).all()
    return {
        name: [
            Namesake(actor_id=number, name=called, locality=place, member=member)
            for number, called, place, searched, member in rows
            if key in searched
        ][:_FEW]
        for name, key in folded.items()
    }


def told_votings(context: Context, assembly_id: int) -> dict[int, ToldVoting]:
    """Return in words how resolutions of an assembly are voted that are not plainly for or against.

    By the number of the resolution, in a constant number of statements.
    """
    return votings_in_words(context.session, context.methods, assembly_id)


def votings_in_words(session: Session, book: MethodBook | None, assembly_id: int) -> dict[int, ToldVoting]:
    """Return the same where nobody asks, as for a letter."""
    return {one.resolution_id: _told(session, book, one) for one in votings_of(session, assembly_id)}


def votings_of(session: Session, assembly_id: int) -> Sequence[Voting]:
    """Return how the resolutions of an assembly are voted that are not plainly for or against."""
    return session.scalars(
        select(Voting).join(Voting.resolution).where(Resolution.assembly_id == assembly_id)
        .options(
            selectinload(Voting.options).joinedload(VotingOption.candidacy), joinedload(Voting.college),
            joinedload(Voting.group).joinedload(ElectedGroup.group), contains_eager(Voting.resolution),
        )
        .order_by(Resolution.number)
    ).all()  # fmt: skip


def _told(session: Session, book: MethodBook | None, voting: Voting) -> ToldVoting:
    poll = _poll(voting)
    unknown = t("Method “%(key)s”", key=voting.method)
    if book is None:
        return ToldVoting(label=unknown, terms=(), options=poll.options)
    try:
        method = book.vote_method(session, voting.method)
    except DomainError as error:
        return ToldVoting(label=unknown, terms=(error.text,), options=poll.options)
    if not poll.options:
        return ToldVoting(label=method.label, terms=(method.summary,), options=())
    return ToldVoting(
        label=method.label,
        terms=(method.summary, *election_terms(voting), *_backing(voting)),
        options=poll.options,
    )


def _backing(voting: Voting) -> tuple[Text, ...]:
    """Name the candidates whom the board backs, where it backs some."""
    names = [one.name for one in voting.options if one.is_backed]
    return (t("The board backs %(names)s.", names=listed(names)),) if names else ()


def election_terms(voting: Voting) -> tuple[Text, ...]:
    """Return what was settled for an election beside its method: seats, who elects, what a tie means."""
    seats = nt("%(count)d seat to fill.", "%(count)d seats to fill.", voting.seats)
    return seats, *_limits(voting), _electorate(voting), _ties(voting.ties)


def _limits(voting: Voting) -> tuple[Text, ...]:
    """Say how many names a paper has, where that is not left to the method, and whether it may be blank."""
    told = () if voting.takes_blank else (t("No blank vote is taken."),)
    if voting.least == 1 and voting.most is None:
        return told
    if voting.least == voting.most:
        names = nt("A paper names exactly %(count)d.", "A paper names exactly %(count)d.", voting.least)
    elif voting.most is None:
        names = nt("A paper names %(count)d at least.", "A paper names %(count)d at least.", voting.least)
    elif voting.least == 1:
        names = nt("A paper names %(count)d at most.", "A paper names %(count)d at most.", voting.most)
    else:
        names = t("A paper names from %(least)d to %(most)d.", least=voting.least, most=voting.most)
    return names, *told


def _electorate(voting: Voting) -> Text:
    if voting.electorate is Electorate.COLLEGE and voting.college is not None:
        return t(
            "Elected by the members of college “%(name)s” alone, one vote each.", name=voting.college.name
        )
    if voting.electorate is Electorate.WEIGHTED:
        return t("Elected by all members; the votes of each college count by its weight.")
    return t("Elected by all members together, one vote each.")


def _ties(rule: TieRule) -> Text:
    if rule is TieRule.LISTED:
        return t("If a tie remains, whoever stands first on the list is elected.")
    return t("If a tie remains, the seat stays empty; lots are never drawn.")
