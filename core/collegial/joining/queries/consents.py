"""Read the texts of consent in force, and those given."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from collegial.joining.models import Application, Consent, ConsentText
from collegial.joining.rules import ApplicationState
from collegial.joining.rules.consenting import CONVOCATIONS


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


def convened_by_post() -> Select[int | None]:
    """Return the query of the actors whose application does not let convocations come by mail, or no longer does.

    The law asks for that agreement (Code de commerce, art. R225-63). Whoever came in another way, by a list for
    instance, is taken to have given it on paper.
    """
    agreed = select(Consent.id).join(Consent.text).where(
        Consent.application_id == Application.id,
        ConsentText.key == CONVOCATIONS,
        Consent.withdrawn_at.is_(None),
    )  # fmt: skip
    return select(Application.actor_id).where(
        Application.state == ApplicationState.ADMITTED, Application.actor_id.is_not(None), ~agreed.exists()
    )
