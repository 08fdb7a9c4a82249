"""The forms that change a convened assembly."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Optional

from collegial.assemblies.models import Assembly
from collegial.web.forms import OnceForm, is_web_address
from collegial.web.hours import HOUR_FORMATS, HourField, local
from collegial.web.marks import NEEDED


class _ReasonForm(OnceForm):
    reason = TextAreaField(
        _l("Why"),
        description=_l("Everyone who was convened reads it; it stays on the page of the assembly."),
        validators=[NEEDED, Length(max=2000)],
    )


class CallOffForm(_ReasonForm):
    """Why an assembly is called off, and when another is to take its place."""

    starts_at = HourField(
        _l("New day and hour"),
        description=_l(
            "If it is put off: another assembly is prepared for that day with the same agenda. You convene it when it "
            "is ready, with the whole notice."
        ),
        format=HOUR_FORMATS,
        validators=[Optional()],
    )


class ReplaceForm(OnceForm):
    """When the assembly that takes the place of another is held."""

    starts_at = HourField(_l("Day and hour"), format=HOUR_FORMATS, validators=[NEEDED])


class MoveForm(_ReasonForm):
    """Another hour or place of the same day."""

    starts_at = HourField(
        _l("Day and hour"), description=_l("The day stays: another one takes a new convocation."), format=HOUR_FORMATS,
        validators=[NEEDED],
    )  # fmt: skip
    place = StringField(_l("Place"), validators=[NEEDED, Length(max=300)])
    online_address = StringField(
        _l("Address of the online meeting"), validators=[Optional(), Length(max=300), is_web_address]
    )

    def show(self, meeting: Assembly) -> None:
        """Fill in what was announced."""
        self.starts_at.data, self.place.data = local(meeting.starts_at), meeting.place
        self.online_address.data = meeting.online_address
