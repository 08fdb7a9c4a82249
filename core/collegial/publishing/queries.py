"""Read the texts of the site."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from collegial.proposals.queries import missions, priorities
from collegial.publishing.models import SiteDraft, SiteText
from collegial.publishing.rules.texts import LISTS, Place
from collegial.publishing.rules.wordings import Held, Wording, Writing


def last_revision(session: Session, place: Place, locale: str) -> SiteText | None:
    """Return the last revision of a text in a language; None while it is the shipped one."""
    found = select(SiteText).where(SiteText.place == place, SiteText.locale == locale)
    return session.scalars(found.order_by(SiteText.revision.desc()).limit(1)).first()


def revisions(session: Session, place: Place, locale: str) -> Sequence[SiteText]:
    """Return what a text was in a language, the latest first."""
    found = select(SiteText).where(SiteText.place == place, SiteText.locale == locale)
    return session.scalars(found.order_by(SiteText.revision.desc())).all()


def draft_at(session: Session, place: Place, locale: str) -> SiteDraft | None:
    """Return what is written for a place in a language and not yet published."""
    return session.get(SiteDraft, (place, locale))


def drafts(session: Session) -> set[tuple[Place, str]]:
    """Return where drafts wait."""
    return {(place, locale) for place, locale in session.execute(select(SiteDraft.place, SiteDraft.locale))}


def latest_in(session: Session, *locales: str) -> Mapping[tuple[Place, str], SiteText]:
    """Return the last revision of each text in each of the languages."""
    last = (
        select(SiteText.place, SiteText.locale, func.max(SiteText.revision).label("revision"))
        .where(SiteText.locale.in_(locales))
        .group_by(SiteText.place, SiteText.locale)
        .subquery()
    )
    same = and_(*(last.c[one] == getattr(SiteText, one) for one in ("place", "locale", "revision")))
    return {(one.place, one.locale): one for one in session.scalars(select(SiteText).join(last, same))}


def entries(session: Session, place: Place) -> tuple[Wording, ...]:
    """Return the missions or the priorities as they are, in the language that leads; nothing for other places."""
    if place is Place.MISSIONS:
        return tuple(
            Wording(key=one.key, short=one.short, label=one.label, text=one.text or "")
            for one in missions(session)
        )
    if place is Place.PRIORITIES:
        return tuple(Wording(key=one.key, short=one.short, label=one.label) for one in priorities(session))
    return ()


def held(session: Session, *locales: str) -> Mapping[tuple[Place, str], Held]:
    """Return what is published at each place in each language, the first of which leads the lists."""
    found = latest_in(session, *locales)
    listed = {place: entries(session, place) for place in LISTS}
    result: dict[tuple[Place, str], Held] = {}
    for place, locale in product(Place, locales):
        own = found.get((place, locale))
        writing = own.writing if own else Writing()
        if locale == locales[0]:  # what leads is the list itself, wherever it was set
            writing = replace(writing, wordings=listed.get(place, ()))
        result[place, locale] = (
            Held(writing=writing, revision=own.revision, since=own.published_at)
            if own
            else Held(writing=writing)
        )
    return result
