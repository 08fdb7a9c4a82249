"""The demonstration's directory: plausible resources of the territory, invented save for the names of the study."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from importlib.resources import files
from typing import Any

from sqlalchemy import select

from collegial.plugin import Actor, ActorKind, Context, Money
from collegial_information import services
from collegial_information.rules.facets import Audience, Moment, ResourceKind
from collegial_information.rules.freshness import next_check
from collegial_information.services import EntryFields

Row = Mapping[str, Any]


def fill_directory(context: Context) -> None:
    """Write the synonyms and the resources; some were looked at long ago, so that a keeper has something to do."""
    told = tomllib.loads((files("collegial_information") / "demo.toml").read_text(encoding="utf-8"))
    services.write_synonyms(context, told["synonyms"])
    keepers = _keepers(context)
    if not keepers:
        return
    for index, row in enumerate(told["resources"]):
        made = services.write_entry(context, _fields(context, row, keepers[index % len(keepers)]))
        services.publish_entry(context, entry_id=made.id)
        if "checked_days_ago" in row:
            made.checked_on = context.today - timedelta(days=row["checked_days_ago"])
            made.due_on = next_check(made.checked_on, made.check_months)


def _fields(context: Context, row: Row, keeper: int) -> EntryFields:
    today = context.today
    opens, closes = (
        today + timedelta(days=row[key]) if key in row else None for key in ("opens_in", "closes_in")
    )
    provider = context.session.scalar(
        select(Actor.id).where(Actor.name == row["provider"], Actor.kind == ActorKind.ORGANISATION).limit(1)
    )
    return EntryFields(
        title=row["title"], kind=ResourceKind(row["kind"]), provider=row["provider"], provider_id=provider,
        summary=row["summary"], conditions=row.get("conditions", ""), territory=row.get("territory", "Pays de Rennes"),
        audiences=[Audience(one) for one in row.get("audiences", ())],
        moments=[Moment(one) for one in row.get("moments", ())],
        least=Money(row["least"] * 100) if "least" in row else None,
        most=Money(row["most"] * 100) if "most" in row else None,
        contact=row.get("contact", ""), email=row.get("email", ""), keeper_id=keeper,
        opens_on=opens, closes_on=closes,
    )  # fmt: skip


def _keepers(context: Context) -> list[int]:
    """Return the first persons of the directory: they keep the resources in turn."""
    query = select(Actor.id).where(Actor.kind == ActorKind.PERSON).order_by(Actor.id).limit(3)
    return list(context.session.scalars(query))
