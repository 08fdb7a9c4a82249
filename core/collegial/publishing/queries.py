"""Read the texts of the site."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from collegial.publishing.models import SiteText
from collegial.publishing.rules.texts import Place


def last_revision(session: Session, place: Place, locale: str) -> SiteText | None:
    """Return the last revision of a text in a language; None while it is the shipped one."""
    found = select(SiteText).where(SiteText.place == place, SiteText.locale == locale)
    return session.scalars(found.order_by(SiteText.revision.desc()).limit(1)).first()


def revisions(session: Session, place: Place, locale: str) -> Sequence[SiteText]:
    """Return what a text was in a language, the latest first."""
    found = select(SiteText).where(SiteText.place == place, SiteText.locale == locale)
    return session.scalars(found.order_by(SiteText.revision.desc())).all()


def texts_in(session: Session, *locales: str) -> Mapping[Place, SiteText]:
    """Return each text in the first of the languages in which it was written; those taken back are not among them."""
    last = (
        select(SiteText.place, SiteText.locale, func.max(SiteText.revision).label("revision"))
        .where(SiteText.locale.in_(locales))
        .group_by(SiteText.place, SiteText.locale)
        .subquery()
    )
    same = and_(*(last.c[one] == getattr(SiteText, one) for one in ("place", "locale", "revision")))
    found = session.scalars(select(SiteText).join(last, same).where(SiteText.body != "")).all()
    by_rank = sorted(found, key=lambda one: locales.index(one.locale), reverse=True)
    return {one.place: one for one in by_rank}
