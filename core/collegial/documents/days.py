"""In which order a day is written: in English too the day comes first, as everything else here is European."""

from collections.abc import Mapping

_DAY_FIRST: Mapping[str, str] = {"full": "EEEE d MMMM y", "long": "d MMMM y", "medium": "d MMM y"}


def day_pattern(width: str, locale: object) -> str:
    """Return how Babel shall write a day of a width: `full`, `long` or `medium`."""
    return _DAY_FIRST[width] if str(locale).startswith("en") else width
