"""The public dates, by month and as a calendar that programs subscribe to (RFC 5545)."""

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from icalendar import Calendar, Event

from collegial.publishing import gathering
from collegial.publishing.gathering import Shown
from collegial.publishing.rules.months import read_month
from collegial.web.languages import say
from collegial.web.program import pays_name, public_address
from collegial.web.request import session

_PAST, _AHEAD = timedelta(days=90), timedelta(days=400)
_LENGTH = timedelta(hours=2)


def month() -> ResponseReturnValue:
    """Show the dates of a month: a grid on wide screens, a list on all."""
    today = gathering.this_day()
    shown = read_month(request.args.get("month", ""), today)
    by_day: dict[date, list[Shown]] = defaultdict(list)
    for one in gathering.dates(session(), shown.first, shown.last):
        by_day[one.day].append(one)
    return render_template(
        "publishing/calendar.html", month=shown, by_day=by_day, today=today,
        feed=public_address(url_for("publishing.feed_of_dates")),
    )  # fmt: skip


def feed_of_dates() -> Response:
    """Give the dates of the last months and of a year ahead to calendars."""
    today = gathering.this_day()
    calendar = Calendar()
    calendar.add("prodid", "-//collegial//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", pays_name())
    for one in gathering.dates(session(), today - _PAST, today + _AHEAD):
        calendar.add_component(_event(one))
    return Response(bytes(calendar.to_ical()), mimetype="text/calendar")


def _event(one: Shown) -> Event:
    item, event = one.item, Event()
    place = url_for("publishing.month", month=f"{one.day:%Y-%m}", _anchor=one.key)
    address = public_address(one.address or place)
    event.add("uid", f"{one.key}@{public_address('').split('//')[-1]}")
    event.add("dtstamp", datetime.combine(one.day, datetime.min.time(), UTC))
    event.add("summary", item.title)
    event.add("url", address)
    _add_times(event, one)
    event.add("sequence", item.revision)
    if item.is_called_off:
        event.add("status", "CANCELLED")
    if item.place:
        event.add("location", item.place)
    event.add("description", "\n".join(filter(None, (say(item.label), item.summary, address))))
    return event


def _add_times(event: Event, one: Shown) -> None:
    on, until = one.item.on, one.item.until
    if isinstance(on, datetime):
        event.add("dtstart", on.astimezone(UTC))
        event.add(
            "dtend", until.astimezone(UTC) if isinstance(until, datetime) else on.astimezone(UTC) + _LENGTH
        )
    else:
        event.add("dtstart", on)
        event.add("dtend", (until or on) + timedelta(days=1))
