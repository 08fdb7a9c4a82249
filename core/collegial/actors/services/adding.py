"""Add actors and their families to the directory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.actors.events import ActorAdded, ActorsAdded, FamilyAdded
from collegial.actors.models import Actor, ActorFamily, ActorKind
from collegial.actors.permissions import MANAGE
from collegial.actors.queries import families, family_by_key
from collegial.actors.services.reaching import read_email
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t

LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class ActorFacts:
    """What the directory says of an actor; the whole of it, as it shall be from now on."""

    name: str
    family_key: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    email: str | None = None
    locality: str | None = None
    summary: str | None = None
    locale: str | None = None  # None leaves it as it is, or to the deployment


@dataclass(frozen=True, kw_only=True)
class NewActor(ActorFacts):
    """What the directory is told of an actor that it shall hold."""

    kind: ActorKind
    is_invented: bool = False
    is_joint: bool = False


def add_family(
    context: Context, *, key: str, label: str, level: int | None = None, position: int | None = None
) -> ActorFamily:
    """Add a family of actors, after the others unless told otherwise; raises Refused for a key in use."""
    require(context.by, MANAGE)
    if family_by_key(context.session, key):
        raise _family_taken(key)
    place = _next_position(context.session) if position is None else position
    family = ActorFamily(key=key, label=label, level=level, position=place)
    with or_refuse(context.session, _family_taken(key)):
        context.session.add(family)
    context.emit(FamilyAdded(family=key))
    return family


def add_actor(
    context: Context,
    *,
    kind: ActorKind,
    name: str,
    family_key: str | None = None,
    given_name: str | None = None,
    family_name: str | None = None,
    email: str | None = None,
    locality: str | None = None,
    summary: str | None = None,
    locale: str | None = None,
    is_invented: bool = False,
    is_joint: bool = False,
) -> Actor:
    """Add one actor to the directory; `is_joint` for several persons who hold as one.

    Raises Invalid for an empty name, an unknown family or an address that cannot be right, and for a
    person who would be several.
    """
    new = NewActor(
        kind=kind, name=name, family_key=family_key, given_name=given_name, family_name=family_name,
        email=email, locality=locality, summary=summary, locale=locale, is_invented=is_invented,
        is_joint=is_joint,
    )  # fmt: skip
    actor = _write(context, [new])[0]
    context.emit(ActorAdded(actor=actor.id, kind=actor.kind.value))
    return actor


def add_actors(context: Context, many: Iterable[NewActor]) -> list[Actor]:
    """Add many actors in a few statements and one entry of the journal; raises what add_actor raises."""
    actors = _write(context, list(many))
    if actors:
        context.emit(ActorsAdded(count=len(actors), actors=[actor.id for actor in actors]))
    return actors


def _write(context: Context, many: list[NewActor]) -> list[Actor]:
    require(context.by, MANAGE)
    by_key = {family.key: family for family in families(context.session)}
    actors = [_actor(context, new, by_key) for new in many]
    context.session.add_all(actors)
    context.session.flush()  # the event names the actors by their numbers
    return actors


def _actor(context: Context, new: NewActor, by_key: Mapping[str, ActorFamily]) -> Actor:
    if new.is_joint and new.kind is not ActorKind.ORGANISATION:
        raise Invalid("actors.joint_person", t("One person is not several who hold together."), field="kind")
    return Actor(
        kind=new.kind,
        is_joint=new.is_joint,
        name=checked_name(new.name),
        family=checked_family(new.family_key, by_key),
        given_name=new.given_name,
        family_name=new.family_name,
        email=read_email(new.email) if new.email else None,
        locality=new.locality,
        summary=new.summary,
        locale=new.locale or context.language,
        is_invented=new.is_invented,
        created_at=context.clock.now(),
    )


def checked_name(name: str) -> str:
    """Return a name without the spaces around it; raises Invalid for none, or too long a one."""
    name = name.strip()
    if not name:
        raise Invalid("actors.name_missing", t("An actor needs a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid(
            "actors.name_too_long",
            t("This name is too long: keep it under %(most)s characters.", most=LONGEST_NAME),
            field="name",
        )
    return name


def checked_family(key: str | None, by_key: Mapping[str, ActorFamily]) -> ActorFamily | None:
    """Return the family of a key; raises Invalid for one that there is not."""
    if key is None:
        return None
    if key not in by_key:
        raise Invalid(
            "actors.unknown_family", t("There is no family of actors “%(key)s”.", key=key), field="family_key"
        )
    return by_key[key]


def _next_position(session: Session) -> int:
    return (session.scalar(select(func.max(ActorFamily.position))) or 0) + 1


def _family_taken(key: str) -> Refused:
    return Refused(
        "actors.family_taken", t("There is already a family of actors “%(key)s”.", key=key), field="key"
    )
