"""How the page of a meeting is addressed, from outside too."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from collegial.meetings.kinds import MeetingKind
from collegial.web.program import current_program


def path_of(kind: MeetingKind, meeting: Any, **more: Any) -> str:
    """Return the way to the page of a meeting."""
    return url_for(kind.endpoint, **kind.values(meeting), **more)


def address_in(kind: MeetingKind) -> Callable[[Any], str]:
    """Return what gives the whole address of the page of a meeting."""
    return lambda meeting: current_program().settings.public_address(path_of(kind, meeting))
