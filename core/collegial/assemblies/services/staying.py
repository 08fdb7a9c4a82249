"""Whoever was on the roll and is a member no more takes no part."""

from collegial.assemblies.models import RollEntry
from collegial.assemblies.queries.attending import left_on
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t


def check_is_member(context: Context, entry: RollEntry) -> None:
    """Refuse an entry whose member is one no more on the day of the assembly."""
    day = left_on(context.session, entry)
    held_on = max(local_day(entry.assembly.starts_at, context.zone), context.today)
    if day is not None and day <= held_on:
        raise Refused(
            "assemblies.no_member",
            t("%(name)s is no longer a member, and takes no part in this assembly.", name=entry.name),
        )
