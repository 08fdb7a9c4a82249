"""The places of the minutes where something may be written by hand; everything else is a protected fact."""

import re

DEBATE = "debate"
QUESTIONS = "questions"  # answered on the page of the assembly, and only read here
_RESOLUTION = re.compile(r"resolution-([1-9][0-9]{0,8})")


def place_of(number: int) -> str:
    """Return the place of the debate on a resolution."""
    return f"resolution-{number}"


def resolution_at(place: str) -> int | None:
    """Return the number of the resolution that a place belongs to; None for the meeting as a whole."""
    found = _RESOLUTION.fullmatch(place)
    return int(found[1]) if found else None
