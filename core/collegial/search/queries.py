"""Look for words in every source that a reader may search."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from collegial.hooks.extensions import SearchSource
from collegial.hosting.host import Host
from collegial.hosting.isolation import read_only
from collegial.kernel.folding import folded_text, says
from collegial.kernel.permissions import Viewer
from collegial.search.rules import corrected

MOST = 10
MOST_TITLES = 2000
LONGEST_TEXT = 240
log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """Something found: what its address needs, its title, and the beginning of its text."""

    value: object
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one source found; `more` when there is more than is shown, `failed` when it could not look.

    `in_title` when a title says all the words.
    """

    source: SearchSource
    owner: str
    hits: Sequence[Hit] = ()
    in_title: bool = False
    more: bool = False
    failed: bool = False


def find(host: Host, session: Session, viewer: Viewer, words: str) -> list[Found]:
    """Return what each source finds, those that find titles first; those that find nothing are left out."""
    found = [
        _look(session, viewer, owner, source, words) for owner, source in _offered(host, session, viewer)
    ]
    return sorted((one for one in found if one.hits or one.failed), key=lambda one: not one.in_title)


def meant(host: Host, session: Session, viewer: Viewer, words: str) -> str | None:
    """Return what was perhaps meant by words that nothing says: as titles spell it that this reader may read."""
    titles: list[str] = []
    for owner, source in _offered(host, session, viewer):
        try:
            with read_only(session):
                rows = source.rows(session, viewer).order_by(None).subquery()
                titles += session.scalars(select(tuple(rows.c)[1]).limit(MOST_TITLES))
        except Exception:
            log.exception("search.source_failed", plugin=owner, source=source.key)
    return corrected(words, titles, lambda one: folded_text(one) or "")


def findable(
    host: Host, session: Session, viewer: Viewer, *, most: int
) -> Iterator[tuple[SearchSource, object]]:
    """Give what a reader may find, without looking for words: what its address needs, `most` of each source."""
    for owner, source in _offered(host, session, viewer):
        try:
            with read_only(session):
                rows = source.rows(session, viewer).order_by(None).subquery()
                values = session.scalars(select(next(iter(rows.c))).limit(most)).all()
        except Exception:
            log.exception("search.source_failed", plugin=owner, source=source.key)
        else:
            yield from ((source, value) for value in values)


def _offered(host: Host, session: Session, viewer: Viewer) -> list[tuple[str, SearchSource]]:
    active = host.active(session)
    offered = [
        (owner, one)
        for owner, one in host.by_hook["search_sources"].values()
        if owner in active and viewer.may(one.permission)
    ]
    return sorted(offered, key=lambda pair: (pair[1].weight, pair[1].key))


def _look(session: Session, viewer: Viewer, owner: str, source: SearchSource, words: str) -> Found:
    try:
        with read_only(session):
            rows = _rows(session, viewer, source, words)
    except Exception:
        log.exception("search.source_failed", plugin=owner, source=source.key)
        return Found(source=source, owner=owner, failed=True)
    hits = [Hit(value=row[0], title=row[1], text=row[2] or "") for row in rows[:MOST]]
    in_title = bool(rows) and rows[0][3] == 0
    return Found(source=source, owner=owner, hits=hits, in_title=in_title, more=len(rows) > MOST)


def _rows(session: Session, viewer: Viewer, source: SearchSource, words: str) -> list[tuple[Any, ...]]:
    """Return the rows that say all the words, those whose title does first."""
    rows = source.rows(session, viewer).order_by(None).subquery()
    value, title, text = tuple(rows.c)
    best = case((says(words, title), 0), else_=1)
    query = (
        select(value, title, func.substr(text, 1, LONGEST_TEXT), best)
        .where(says(words, title, text))
        .order_by(best, func.folded(title), value)
        .limit(MOST + 1)
    )
    return [tuple(row) for row in session.execute(query)]
