"""Recall in time that a resource can soon be asked for no more: to its keeper, and to those who look for such ones."""

from datetime import date, timedelta

from collegial.plugin import Context, held_row, promise
from collegial_information.models import InformationEntry
from collegial_information.rules.freshness import DAYS_BEFORE_CLOSING
from collegial_information.services.days import morning

CLOSING = "information.closing"


def promise_closing(context: Context, found: InformationEntry) -> None:
    """Promise letters some days before the last day to ask; at once when it is nearer; none when it is past."""
    if found.closes_on is None or found.closes_on < context.today:
        return
    early = morning(context, found.closes_on - timedelta(days=DAYS_BEFORE_CLOSING))
    payload = {"entry": found.id, "closes_on": found.closes_on.isoformat()}
    promise(context.session, CLOSING, payload, at=max(early, context.clock.now()))


def close_soon(context: Context, entry_id: int, closes_on: date) -> InformationEntry | None:
    """Return the resource whose last day is to be recalled; None when that was done, or is not so any more."""
    found = held_row(context.session, InformationEntry, entry_id)
    if found is None or not found.is_public or found.closes_on != closes_on:
        return None
    if found.closing_told_for == closes_on or closes_on < context.today:
        return None
    found.closing_told_for = closes_on
    return found
