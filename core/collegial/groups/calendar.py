"""A meeting of a group as a file for a calendar."""

from datetime import datetime

from icalendar import Calendar, Event

from collegial.groups.models import GroupMeeting


def calendar_of(meeting: GroupMeeting, *, until: datetime, name: str, address: str, now: datetime) -> bytes:
    """Return a calendar with one event; `address` is the meeting's page, and names the event for good."""
    event = Event()
    event.add("uid", address)
    event.add("sequence", meeting.revision)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", until)
    event.add("summary", f"{name}: {meeting.title}")
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", address)
    calendar = Calendar()
    calendar.add("prodid", "-//collegial//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
