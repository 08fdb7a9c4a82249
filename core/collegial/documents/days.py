"""How days and hours are written: in English too the day comes first, as everything else here is European."""

from collections.abc import Mapping

_DAY_FIRST: Mapping[str, str] = {"full": "EEEE d MMMM y", "long": "d MMMM y", "medium": "d MMM y"}
# A day stays on the line of its month.
_DAY_WITH_MONTH = {width: pattern.replace("d M", "d\u00a0M") for width, pattern in _DAY_FIRST.items()}
_DAYS = {"en": _DAY_FIRST, "fr": _DAY_WITH_MONTH, "br": _DAY_WITH_MONTH}
# CLDR writes "1 juin", French "1er juin".
_FIRST_OF_MONTH = {
    width: pattern.replace("d\u00a0", "d'er'\u00a0") for width, pattern in _DAY_WITH_MONTH.items()
}
# CLDR writes "18:05"; in French one reads "18 h 05".
_HOUR = {"fr": "H\u202f'h'\u202fmm"}
# What leads to an hour stays on its line.
_BEFORE_HOUR = {"fr": " à\u00a0", "br": " da\u00a0"}


def day_pattern(width: str, locale: object, *, is_first: bool = False) -> str:
    """Return how Babel shall write a day of a width: `full`, `long` or `medium`; `is_first` of its month."""
    language = str(locale)[:2]
    if language == "fr" and is_first:
        return _FIRST_OF_MONTH[width]
    return _DAYS[language][width] if language in _DAYS else width


def hour_pattern(locale: object) -> str:
    """Return how Babel shall write the hour of a moment."""
    return _HOUR.get(str(locale)[:2], "HH:mm")


def before_hour(locale: object) -> str:
    """Return what stands between a day and its hour: “à”, or a comma."""
    return _BEFORE_HOUR.get(str(locale)[:2], ", ")
