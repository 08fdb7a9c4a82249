"""Who is a member no more votes no more: in an assembly that was convened before as well.

The roll stays as it was fixed, and its quorum counts the right among those that do not attend.
"""

from datetime import date

from collegial.assemblies.events import Departed
from collegial.assemblies.models import RollEntry
from collegial.assemblies.queries.attending import (
    coming_entries,
    current_stay,
    hold_entries,
    live_proxies_held,
    live_proxy_of,
)
from collegial.assemblies.queries.blanks import live_blank_of
from collegial.assemblies.queries.corresponding import live_form_of
from collegial.assemblies.queries.spouses import live_spouse_of
from collegial.assemblies.services.blanks import end_blank
from collegial.assemblies.services.corresponding import end_form
from collegial.assemblies.services.proxies import end_proxy
from collegial.assemblies.services.spouses import end_spouse
from collegial.kernel.clock import local_day
from collegial.kernel.events import Context
from collegial.membership.events import MemberLeft


def on_member_left(context: Context, left: MemberLeft) -> None:
    """End what a leaver does in the assemblies that it is convened to, from the day on which it is a member no more.

    Whoever gave it a proxy is free to give another. Votes that are cast stay; casts and arrivals look at that day
    themselves.
    """
    day = date.fromisoformat(left.left_on)
    for entry in coming_entries(context.session, left.member):
        if max(local_day(entry.assembly.starts_at, context.zone), context.today) >= day:
            _end(context, entry, departs=day <= context.today)


def _end(context: Context, entry: RollEntry, *, departs: bool) -> None:
    session = context.session
    hold_entries(session, entry)
    stay = current_stay(session, entry.id) if departs else None
    if stay is not None:
        stay.left_at = max(context.clock.now(), stay.arrived_at)
        context.emit(Departed(assembly=entry.assembly_id, entry=entry.id))
    given = live_proxy_of(session, entry.id)
    for one in (*([given] if given else []), *live_proxies_held(session, entry.id)):
        end_proxy(context, one)
    blank, spouse, form = (
        live_blank_of(session, entry.id), live_spouse_of(session, entry.id), live_form_of(session, entry.id)
    )  # fmt: skip
    if blank:
        end_blank(context, blank)
    if spouse:
        end_spouse(context, spouse)
    if form:
        end_form(context, form)
