"""What the sample data is: invented organisations, a group, a proposal begun, an assembly in preparation.

Nothing of it enters a register that is kept for good: no members, no shares, no statutes.
"""

import tomllib
from collections.abc import Mapping
from datetime import UTC, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from collegial.actors.models import Actor, ActorKind
from collegial.actors.services.adding import NewActor, add_actors
from collegial.assemblies.models import AssemblyKind
from collegial.assemblies.services.preparing import add_item, add_resolution, prepare_assembly
from collegial.groups.models import GroupKind
from collegial.groups.services import add_group_member, create_group
from collegial.kernel.clock import local_day
from collegial.kernel.events import Context
from collegial.proposals.services.drafting import start_proposal
from collegial.proposals.services.framing import latest_pipeline
from collegial.statutes.queries import statutes_on
from collegial.statutes.rules import DecisionKind

_PIPELINE = "main"
_AHEAD = timedelta(days=60)


def add(context: Context) -> list[Any]:
    """Add everything and return the things that the rest belongs to.

    A proposal needs stages and an assembly needs statutes: without them, they are left out.
    """
    told = _read()
    actors = add_actors(context, [_actor(one) for one in told["actors"]])
    things = [*actors, _group(context, told["group"], actors)]
    if latest_pipeline(context, _PIPELINE) is not None:
        things.append(start_proposal(context, **told["proposal"], pipeline_key=_PIPELINE, is_public=False))
    if statutes_on(context.session, local_day(context.clock.now() + _AHEAD, context.zone)):
        things.append(_assembly(context, told["assembly"]))
    return things


def _read() -> Mapping[str, Any]:
    return tomllib.loads((files("collegial.sample") / "sample.toml").read_text(encoding="utf-8"))


def _actor(told: Mapping[str, str]) -> NewActor:
    return NewActor(
        kind=ActorKind(told["kind"]),
        name=told["name"],
        given_name=told.get("given_name"),
        family_name=told.get("family_name"),
        locality=told["locality"],
        summary=told["summary"],
        is_invented=True,
    )


def _group(context: Context, told: Mapping[str, str], actors: list[Actor]) -> Any:
    group = create_group(
        context, key=told["key"], name=told["name"], kind=GroupKind.WORKING, mandate=told["mandate"]
    )
    today = context.today
    for one in actors:
        if one.kind is ActorKind.PERSON:
            add_group_member(context, group, one, starts_on=today)
    return group


def _assembly(context: Context, told: Mapping[str, Any]) -> Any:
    hour = (context.clock.now() + _AHEAD).astimezone(ZoneInfo(context.zone))
    meeting = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title=told["title"], place=told["place"],
        starts_at=hour.replace(hour=18, minute=0, second=0, microsecond=0).astimezone(UTC),
    )  # fmt: skip
    for one in told["items"]:
        item = add_item(context, meeting, title=one["title"])
        if "text" in one:
            add_resolution(
                context, meeting, title=one["title"], text=one["text"], kind=DecisionKind.ORDINARY, item=item
            )
    return meeting
