"""Read what proposals are made under: priorities, missions, pipelines."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from collegial.proposals.models import Mission, Pipeline, Priority


def priorities(session: Session) -> Sequence[Priority]:
    """Return the priorities in their order."""
    return session.scalars(select(Priority).order_by(Priority.position)).all()


def missions(session: Session) -> Sequence[Mission]:
    """Return the missions in their order."""
    return session.scalars(select(Mission).order_by(Mission.position)).all()


def pipelines(session: Session) -> Sequence[Pipeline]:
    """Return the latest revision of each pipeline, by name."""
    newest = (
        select(Pipeline.key, func.max(Pipeline.revision).label("revision")).group_by(Pipeline.key).subquery()
    )
    query = select(Pipeline).join(
        newest, and_(Pipeline.key == newest.c.key, Pipeline.revision == newest.c.revision)
    )
    return session.scalars(query.order_by(Pipeline.name, Pipeline.id)).all()
