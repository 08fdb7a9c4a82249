"""Days and hours in forms and addresses: as browsers write them, in the zone of the deployment, within reach."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import request
from wtforms import Field
from wtforms.validators import ValidationError

from collegial.web.program import current_program

# The first is how browsers want an hour written.
HOUR_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
_YEARS = range(1900, 2200)


def is_in_reach(_form: object, field: Field) -> None:
    """Refuse years so far away that no legal date can be counted from them."""
    if field.data is not None and field.data.year not in _YEARS:
        raise ValidationError(field.gettext("This is not a date with an hour."))


def moment(local: datetime) -> datetime:
    """Read a date and hour written in the deployment's zone."""
    return local.replace(tzinfo=_zone()).astimezone(UTC)


def local(at: datetime) -> datetime:
    """Write a moment as a date and hour of the deployment's zone, as forms show it."""
    return at.astimezone(_zone()).replace(tzinfo=None)


def _zone() -> ZoneInfo:
    return ZoneInfo(current_program().settings.pays.zone)


def day_or_none(given: str) -> date | None:
    """Read a day from an address; None for what is no day within reach."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def day_asked(name: str) -> date | None:
    """Return a day that the address of this page gives; None when it gives none within reach."""
    return day_or_none(request.args.get(name, ""))
