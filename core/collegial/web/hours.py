"""Days and hours in forms and addresses: as browsers write them, in the zone of the deployment, within reach."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import request
from wtforms import DateField, DateTimeLocalField, Field
from wtforms.validators import StopValidation

from collegial.kernel.days import OUT_OF_REACH, is_in_reach
from collegial.web.languages import say
from collegial.web.program import current_program

# The first is how browsers want an hour written.
HOUR_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class DayField(DateField):  # type: ignore[misc]
    """A day within reach; every form asks for its days with it."""

    def pre_validate(self, _form: object) -> None:
        """Refuse the year 26, which is how the numbers of a browser read two digits, and years beyond counting."""
        _check_year(self)


class HourField(DateTimeLocalField):  # type: ignore[misc]
    """A day and an hour within reach; every form asks for its hours with it."""

    def pre_validate(self, _form: object) -> None:
        """Refuse what no day may be either."""
        _check_year(self)


def _check_year(field: Field) -> None:
    if field.data is not None and not is_in_reach(field.data):
        raise StopValidation(say(OUT_OF_REACH))


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
    return day if is_in_reach(day) else None


def day_asked(name: str) -> date | None:
    """Return a day that the address of this page gives; None when it gives none within reach."""
    return day_or_none(request.args.get(name, ""))
