"""Read the statutes: which version is in force on a day, and what it says."""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.statutes.models import Category, College, DraftState, Statutes, StatutesDraft
from collegial.statutes.rules import StatuteRules, parse_statutes


def statutes_on(session: Session, day: date) -> Statutes | None:
    """Return the version in force on a day: of those that start the same day, the last recorded."""
    return session.scalars(
        select(Statutes)
        .where(Statutes.effective_from <= day)
        .order_by(Statutes.effective_from.desc(), Statutes.version.desc())
        .limit(1)
    ).one_or_none()


def rules_of(statutes: Statutes) -> StatuteRules:
    """Return the rules of a version, as it was accepted: a later law does not make it unreadable."""
    return _rules_written(json.dumps(statutes.document))


@lru_cache(maxsize=64)
def _rules_written(document: str) -> StatuteRules:
    """Read a document that was accepted, once: nearly every page asks for the rules in force."""
    return parse_statutes(json.loads(document), on=date.min)


def newest(session: Session) -> Statutes | None:
    """Return the last recorded version, in force already or not."""
    return session.scalars(select(Statutes).order_by(Statutes.version.desc()).limit(1)).one_or_none()


def all_versions(session: Session) -> Sequence[Statutes]:
    """Return every version, the newest first."""
    ordered = select(Statutes).options(joinedload(Statutes.origin)).order_by(Statutes.version.desc())
    return session.scalars(ordered).all()


def version(session: Session, number: int) -> Statutes:
    """Return a version by its number; raises Missing."""
    found = session.scalars(select(Statutes).where(Statutes.version == number)).one_or_none()
    if found is None:
        raise Missing(
            "statutes.unknown_version", t("There is no version %(number)s of the statutes.", number=number)
        )
    return found


def colleges(session: Session) -> Sequence[College]:
    """Return every college that a version has named, in the statutes' order."""
    return session.scalars(select(College).order_by(College.position, College.key)).all()


def categories(session: Session) -> Sequence[Category]:
    """Return every category that a version has named, in the statutes' order."""
    return session.scalars(select(Category).order_by(Category.position, Category.key)).all()


def draft(session: Session, number: int) -> StatutesDraft:
    """Return a draft by its number; raises Missing."""
    found = session.get(
        StatutesDraft, number, options=[joinedload(StatutesDraft.base).joinedload(Statutes.origin)]
    )
    if found is None:
        raise Missing("statutes.unknown_draft", t("There is no such draft of the statutes."))
    return found


def drafts(session: Session) -> Sequence[StatutesDraft]:
    """Return the drafts that are neither recorded nor given up, the last changed first."""
    over = (DraftState.RECORDED, DraftState.DISCARDED)
    living = select(StatutesDraft).where(StatutesDraft.state.not_in(over))
    return session.scalars(living.order_by(StatutesDraft.changed_at.desc(), StatutesDraft.id.desc())).all()
