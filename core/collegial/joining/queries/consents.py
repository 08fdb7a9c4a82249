"""Read the texts of consent in force, and those given."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from collegial.actors.models import Actor
from collegial.actors.queries import voter_of
from collegial.joining.models import Application, Consent, ConsentText, ConveningChoice
from collegial.joining.rules import ApplicationState
from collegial.joining.rules.consenting import CONVOCATIONS


@dataclass(frozen=True, kw_only=True)
class Convening:
    """How a member is convened: by post, or by mail to the address of whoever votes for it, where one is known."""

    by_post: bool
    address: str | None


def texts_in_force(session: Session, locales: Collection[str]) -> Mapping[tuple[str, str], ConsentText]:
    """Return the last version of each published text, by key and language."""
    last = (
        select(ConsentText.key, ConsentText.locale, func.max(ConsentText.version).label("version"))
        .where(ConsentText.locale.in_(locales))
        .group_by(ConsentText.key, ConsentText.locale)
        .subquery()
    )
    rows = session.scalars(
        select(ConsentText).join(
            last,
            (ConsentText.key == last.c.key)
            & (ConsentText.locale == last.c.locale)
            & (ConsentText.version == last.c.version),
        )
    )
    return {(one.key, one.locale): one for one in rows}


def text_in_force(session: Session, key: str, locale: str) -> ConsentText | None:
    """Return the last version of one text; None until its first words are agreed to or published."""
    return session.scalars(
        select(ConsentText)
        .where(ConsentText.key == key, ConsentText.locale == locale)
        .order_by(ConsentText.version.desc())
        .limit(1)
    ).one_or_none()


def all_texts(session: Session) -> Sequence[ConsentText]:
    """Return every version of every text, the latest first."""
    return session.scalars(
        select(ConsentText).order_by(ConsentText.key, ConsentText.locale, ConsentText.version.desc())
    ).all()


def convened_by_post() -> Select[int]:
    """Return the query of the actors whose convocations go by post although they have an address.

    The law asks for the agreement to be convened by mail, and lets it be taken back (Code de commerce, art. R225-63).
    What a member chose last holds; without a choice, what its application said. Whoever came in another way, by a list
    for instance, is taken to have agreed on paper.
    """
    agreed = select(Consent.id).join(Consent.text).where(
        Consent.application_id == Application.id,
        ConsentText.key == CONVOCATIONS,
        Consent.withdrawn_at.is_(None),
    )  # fmt: skip
    not_agreed = select(Application.actor_id).where(
        Application.state == ApplicationState.ADMITTED, Application.actor_id.is_not(None), ~agreed.exists()
    )
    last = select(func.max(ConveningChoice.id)).group_by(ConveningChoice.actor_id)
    chose_post = select(ConveningChoice.actor_id).where(ConveningChoice.id.in_(last), ConveningChoice.by_post)
    has_chosen = select(ConveningChoice.actor_id)
    return select(Actor.id).where(
        or_(Actor.id.in_(chose_post), and_(Actor.id.in_(not_agreed), Actor.id.not_in(has_chosen)))
    )


def convening_of(session: Session, actor_id: int, day: date) -> Convening:
    """Return how a member is convened today, and to which address."""
    voter_id = voter_of(session, [actor_id], day)[actor_id]
    address = session.scalar(select(Actor.email).where(Actor.id == voter_id)) or None
    refuses = session.scalar(convened_by_post().where(Actor.id == actor_id)) is not None
    return Convening(by_post=refuses or address is None, address=address)
