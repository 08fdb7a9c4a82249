"""The territory: families, actors, the people one signs in as, the groups."""

from typing import Any

from collegial.accounts.services import open_account
from collegial.actors.models import Actor, ActorKind
from collegial.actors.services.adding import NewActor, add_actor, add_actors, add_family
from collegial.demo.rennes import read_part
from collegial.groups.models import GroupKind
from collegial.groups.services import add_group_member, create_group
from collegial.kernel.events import Context

_KINDS = {"pilot": GroupKind.PILOT, "follow_up": GroupKind.FOLLOW_UP, "board": GroupKind.BOARD}


def add_families(context: Context) -> None:
    """Add the study's families of actors."""
    for position, one in enumerate(read_part("pole")["families"], start=1):
        add_family(context, key=one["key"], label=one["label"], level=one.get("level"), position=position)


def add_territory(context: Context, known: dict[str, Actor]) -> None:
    """Add the actors that the study names, and invented base structures."""
    rows = [*read_part("actors")["actors"], *read_part("structures")["actors"]]
    for row, actor in zip(rows, add_actors(context, [_organisation(row) for row in rows]), strict=True):
        known[row["key"]] = actor


def _organisation(row: dict[str, Any]) -> NewActor:
    return NewActor(
        kind=ActorKind.ORGANISATION,
        name=row["name"],
        family_key=row["family"],
        locality=row.get("locality"),
        email=row.get("email"),
        summary=row.get("role") or row.get("activity"),
        is_invented=row["invented"],
    )


def add_personas(context: Context, known: dict[str, Actor]) -> None:
    """Add the people one can sign in as, each with an account."""
    for row in read_part("personas")["personas"]:
        person = add_actor(
            context, kind=ActorKind.PERSON, name=f"{row['given_name']} {row['family_name']}",
            given_name=row["given_name"], family_name=row["family_name"], email=row["email"],
            locality=row["locality"], summary=row["about"], is_invented=True,
        )  # fmt: skip
        known[f"persona:{row['key']}"] = person
        open_account(context, email=row["email"], actor_id=person.id, roles=row["roles"])


def add_groups(context: Context, known: dict[str, Actor]) -> None:
    """Create the groups of the study; the pilot persona belongs to its group."""
    today = context.today
    groups = {
        row["key"]: create_group(
            context, key=row["key"], name=row["name"], kind=_KINDS.get(row["key"], GroupKind.WORKING),
            mandate=row["mandate"],
        )
        for row in read_part("pole")["groups"]
    }  # fmt: skip
    for row in read_part("personas")["personas"]:
        for key in row.get("groups", ()):
            add_group_member(context, groups[key], known[f"persona:{row['key']}"], starts_on=today)
