"""Meetings as files and as a feed for calendars (RFC 5545)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from collegial.kernel.days import later
from collegial.meetings.models import Meeting


def calendar_of(meetings: Iterable[Meeting], *, address: Callable[[Any], str], now: datetime) -> bytes:
    """Return a calendar; `address` gives the page of a meeting, which names its event for good."""
    calendar = Calendar()
    calendar.add("prodid", "-//collegial//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for one in meetings:
        calendar.add_component(_event(one, address(one), now))
    return bytes(calendar.to_ical())


def _event(meeting: Meeting, address: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", address)
    event.add("sequence", meeting.revision)
    event.add("status", "CANCELLED" if meeting.called_off_at else "CONFIRMED")
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", later(meeting.starts_at, timedelta(minutes=meeting.minutes_long)))
    event.add("summary", f"{meeting.about}: {meeting.title}")
    if meeting.where:
        event.add("location", meeting.where)
    event.add("url", address)
    return event
