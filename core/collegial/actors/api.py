"""The directory for other programs: names and places, no address of any kind."""

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.actors.models import Actor
from collegial.actors.queries.directory import is_live, is_seen
from collegial.hooks.extensions import ApiResource, Rows
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t


class ActorRecord(BaseModel):
    """A person or an organisation; persons only for those who may see them."""

    number: int
    kind: str
    name: str
    family: str | None
    locality: str | None
    summary: str | None


def rows(_session: Session, viewer: Viewer) -> Rows:
    """Return the actors that someone may see, by number."""
    found = select(Actor).where(is_live()).options(joinedload(Actor.family)).order_by(Actor.id)
    return found.where(is_seen(viewer))


def write(actor: Actor) -> ActorRecord:
    """Return what others read of an actor."""
    return ActorRecord(
        number=actor.id, kind=actor.kind.value, name=actor.name,
        family=actor.family.key if actor.family else None, locality=actor.locality, summary=actor.summary,
    )  # fmt: skip


ACTORS = ApiResource(
    key="actors", title=t("Directory of actors"), record=ActorRecord, rows=rows, number=Actor.id, write=write
)
