"""Search the directory: filters and words in one statement, a constant number of statements a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import Actor, ActorKind, Page, page_of
from collegial_information.models import (
    InformationEntry,
    InformationSubscription,
    InformationSynonyms,
    InformationTag,
    InformationWord,
)
from collegial_information.rules.facets import FUNDING, OTHERS, Audience, Facet, Moment, ResourceKind
from collegial_information.rules.words import asked, stem_of

PAGE_SIZE = 20
MOST_FITTING = 2000
OFFERED = 500
_LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What a reader looks for; `group` is `funding`, `other`, or neither."""

    words: str = ""
    group: str = ""
    kind: ResourceKind | None = None
    audience: Audience | None = None
    moment: Moment | None = None
    open_on: date | None = None


def find(session: Session, sought: Sought, *, number: int = 1) -> Page[InformationEntry]:
    """Return a page of the public resources that are looked for: the best first, then by title."""
    groups = asked(sought.words, synonym_groups(session)) if sought.words else []
    query = select(InformationEntry).where(is_shown(), *_filters(sought), *map(_says, groups))
    query = query.options(selectinload(InformationEntry.tags))
    if groups:
        query = query.order_by(_score(groups).desc())
    query = query.order_by(InformationEntry.title, InformationEntry.id)
    return page_of(session, query, number=number, size=PAGE_SIZE)


def entry(session: Session, entry_id: int) -> InformationEntry | None:
    """Return a resource with all that its page shows."""
    options = (joinedload(InformationEntry.keeper), selectinload(InformationEntry.tags))
    return session.scalar(select(InformationEntry).where(InformationEntry.id == entry_id).options(*options))


def is_shown() -> ColumnElement[bool]:
    """Return the condition of what everyone reads."""
    return and_(InformationEntry.published_on.is_not(None), InformationEntry.archived_on.is_(None))


def shown() -> Select[InformationEntry]:
    """Return every public resource, by number."""
    query = select(InformationEntry).where(is_shown()).options(selectinload(InformationEntry.tags))
    return query.order_by(InformationEntry.id)


def latest(session: Session, sought: Sought, *, most: int = 30) -> Sequence[InformationEntry]:
    """Return what was published last, for the feed and for the list on other sites."""
    query = select(InformationEntry).where(is_shown(), *_filters(sought)).limit(most)
    return session.scalars(
        query.order_by(InformationEntry.published_on.desc(), InformationEntry.id.desc())
    ).all()


def closing_between(session: Session, first: date, last: date, *, most: int) -> Sequence[InformationEntry]:
    """Return the public resources that close on some days, the next first."""
    query = select(InformationEntry).where(is_shown(), InformationEntry.closes_on.between(first, last))
    return session.scalars(query.order_by(InformationEntry.closes_on, InformationEntry.id).limit(most)).all()


def to_fit(session: Session, day: date) -> Sequence[InformationEntry]:
    """Return what the questionnaire chooses from: all that has not closed."""
    open_still = or_(InformationEntry.closes_on.is_(None), InformationEntry.closes_on >= day)
    return session.scalars(shown().where(open_still).limit(MOST_FITTING)).all()


def drafts(session: Session) -> Sequence[InformationEntry]:
    """Return what is not public: drafts, and what was archived."""
    query = select(InformationEntry).where(~is_shown())
    return session.scalars(query.order_by(InformationEntry.changed_at.desc()).limit(OFFERED)).all()


def due(session: Session, day: date, *, keeper_id: int | None = None) -> Sequence[InformationEntry]:
    """Return the public resources that must be looked at by a day, of one keeper or of all, the oldest first."""
    query = select(InformationEntry).where(is_shown(), InformationEntry.due_on <= day)
    if keeper_id is not None:
        query = query.where(InformationEntry.keeper_id == keeper_id)
    return session.scalars(query.order_by(InformationEntry.due_on, InformationEntry.id).limit(OFFERED)).all()


def count_shown(session: Session) -> tuple[int, int]:
    """Count the public resources: those of funding, and the others."""
    is_funding = InformationEntry.kind.in_(FUNDING)
    row = session.execute(
        select(func.count(), func.count(case((is_funding, 1))))
        .select_from(InformationEntry)
        .where(is_shown())
    ).one()
    return row[1], row[0] - row[1]


def synonym_groups(session: Session) -> list[list[str]]:
    """Return the groups of synonyms."""
    rows = session.scalars(select(InformationSynonyms.words).order_by(InformationSynonyms.id))
    return [[one.strip() for one in words.split(",")] for words in rows]


def subscriptions_of(session: Session, actor_id: int) -> Sequence[InformationSubscription]:
    """Return the subscriptions of an actor."""
    query = select(InformationSubscription).where(InformationSubscription.actor_id == actor_id)
    return session.scalars(query.order_by(InformationSubscription.id)).all()


def subscriptions(session: Session) -> Sequence[InformationSubscription]:
    """Return all subscriptions that hold."""
    held = select(InformationSubscription).where(InformationSubscription.confirmed_at.is_not(None))
    return session.scalars(held.order_by(InformationSubscription.id)).all()


def subscriptions_at(session: Session, email: str) -> Sequence[InformationSubscription]:
    """Return the subscriptions of a bare address, confirmed or not."""
    query = select(InformationSubscription).where(InformationSubscription.email == email)
    return session.scalars(query.order_by(InformationSubscription.id)).all()


def subscription_by(session: Session, token: str) -> InformationSubscription | None:
    """Return the subscription that a link ends."""
    return session.scalar(select(InformationSubscription).where(InformationSubscription.token == token))


def is_sought_by(session: Session, one: InformationSubscription, entry_id: int) -> bool:
    """Tell whether a resource is one of those that a subscription asks for."""
    sought = Sought(words=one.words, kind=one.kind, audience=one.audience)
    groups = asked(one.words, synonym_groups(session)) if one.words else []
    conditions = (InformationEntry.id == entry_id, is_shown(), *_filters(sought), *map(_says, groups))
    return session.scalar(select(InformationEntry.id).where(*conditions)) is not None


def actors(session: Session, *, kind: ActorKind | None = None) -> Sequence[Actor]:
    """Return actors of the directory by name, at most OFFERED."""
    query = select(Actor) if kind is None else select(Actor).where(Actor.kind == kind)
    return session.scalars(query.order_by(Actor.name, Actor.id).limit(OFFERED)).all()


def _filters(sought: Sought) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sought.group in ("funding", "other"):
        found.append(InformationEntry.kind.in_(FUNDING if sought.group == "funding" else OTHERS))
    if sought.kind is not None:
        found.append(InformationEntry.kind == sought.kind)
    if sought.audience is not None:
        found.append(_is_for(Facet.AUDIENCE, sought.audience.value))
    if sought.moment is not None:
        found.append(_is_for(Facet.MOMENT, sought.moment.value))
    if sought.open_on is not None:
        opens, closes = InformationEntry.opens_on, InformationEntry.closes_on
        found += [
            or_(opens.is_(None), opens <= sought.open_on),
            or_(closes.is_(None), closes >= sought.open_on),
        ]
    return found


def _is_for(facet: Facet, value: str) -> ColumnElement[bool]:
    """Return the condition that a tag is there, or none of its facet: a resource without audience is for everyone."""
    of_entry = and_(InformationTag.entry_id == InformationEntry.id, InformationTag.facet == facet)
    return or_(exists().where(of_entry, InformationTag.value == value), ~exists().where(of_entry))


def _says(meanings: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that one of the meanings stands in a resource."""
    return or_(*(and_(*map(_holds, meaning.split())) for meaning in meanings))


def _holds(word: str) -> ColumnElement[bool]:
    return InformationEntry.id.in_(select(InformationWord.entry_id).where(_is_meant(word)))


def _is_meant(word: str) -> ColumnElement[bool]:
    """Return the condition of words that begin as one, or are another form of it; each side has its index."""
    return or_(_begins(word), InformationWord.stem == stem_of(word))


def _begins(word: str) -> ColumnElement[bool]:
    """Return the condition of words that begin so, as a range: an index answers it."""
    return and_(InformationWord.word >= word, InformationWord.word < word + _LAST_SIGN)


def _score(groups: Sequence[Sequence[str]]) -> ColumnElement[int]:
    """Return how much of what is looked for stands in a resource, and where; forms of a word count twice."""
    asked_words = sorted({word for meanings in groups for meaning in meanings for word in meaning.split()})
    is_form = InformationWord.stem.in_(sorted(set(map(stem_of, asked_words))))
    weight = case((is_form, InformationWord.weight * 2), else_=InformationWord.weight)
    meant = or_(is_form, *map(_begins, asked_words))
    score = select(func.sum(weight)).where(InformationWord.entry_id == InformationEntry.id, meant)
    return func.coalesce(score.correlate(InformationEntry).scalar_subquery(), 0)
