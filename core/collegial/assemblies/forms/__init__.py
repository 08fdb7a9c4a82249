"""Forms that prepare, convene, open and close an assembly."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, ValidationError

from collegial.assemblies.services.preparing import NO_COLLEGE, PAST
from collegial.web.forms import Form, OnceForm, is_web_address
from collegial.web.hours import HOUR_FORMATS, HourField, moment
from collegial.web.languages import say
from collegial.web.marks import NEEDED, NeededWhen, Settled
from collegial.web.request import act


class AssemblyForm(OnceForm):
    """A new assembly."""

    title = StringField(_l("Title"), validators=[NEEDED, Length(max=200)])
    kind = RadioField(
        _l("Kind"),
        choices=[
            SelectChoice("ordinary", _l("Ordinary: accounts, elections, current decisions")),
            SelectChoice("extraordinary", _l("Extraordinary: change of the statutes")),
            SelectChoice("mixed", _l("Mixed: both on one agenda")),
            SelectChoice("special", _l("Special: the members of one college alone")),
        ],
        validators=[NEEDED],
    )
    college = SelectField(
        _l("College"),
        validate_choice=False,
        validators=[NeededWhen(_l("required for a special assembly"))],
    )
    starts_at = HourField(_l("Day and hour"), format=HOUR_FORMATS, validators=[NEEDED])
    place = StringField(_l("Place"), validators=[NEEDED, Length(max=300)])
    online_address = StringField(
        _l("Address of the online meeting"), validators=[Optional(), Length(max=300), is_web_address]
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check, and ask for the college of a special assembly beside what else is wrong."""
        is_sound = bool(super().validate(extra_validators))
        if self.kind.data == "special" and not self.college.data:
            self.college.errors = [say(NO_COLLEGE)]
            return False
        return is_sound

    def validate_starts_at(self, field: HourField) -> None:
        """Refuse a day that is past beside what else is wrong; the service refuses it too."""
        if field.data is not None and moment(field.data) <= act().clock.now():
            raise ValidationError(say(PAST))


class DayForm(Form):
    """A day and hour that is looked at, before anything is kept."""

    starts_at = HourField(validators=[NEEDED])


class ItemForm(OnceForm):
    """An item of the agenda."""

    title = StringField(_l("Title"), validators=[NEEDED, Length(max=300)])
    text = TextAreaField(
        _l("Explanation"),
        description=_l("What the members must know; no vote is taken on it."),
        validators=[Optional(), Length(max=20000)],
    )


class ResolutionForm(OnceForm):
    """A resolution for the agenda; without an item it makes its own."""

    item = SelectField(
        _l("Item of the agenda"), coerce=int, validate_choice=False, validators=[Optional()], default=0
    )
    title = StringField(_l("Title"), validators=[NEEDED, Length(max=300)])
    text = TextAreaField(_l("Text put to the vote"), validators=[NEEDED, Length(max=20000)])
    kind = RadioField(
        _l("Majority"),
        choices=[
            SelectChoice("ordinary", _l("Ordinary decision")),
            SelectChoice("extraordinary", _l("Extraordinary decision")),
        ],
        validators=[NEEDED],
    )
    is_backed = BooleanField(
        _l("Backed by the board"),
        description=_l("Proxies left to the chair vote as the board wants: against, unless this is ticked."),
        default=True,
    )


class DocumentForm(OnceForm):
    """A file for the members."""

    file = FileField(
        _l("File"),
        description=_l("PDF, ODT, DOCX, XLSX, CSV, TXT, PNG or JPEG, 10 MB at most."),
        validators=[FileRequired(_l("Choose a file."))],
    )
    title = StringField(
        _l("Title"),
        description=_l("Leave it empty to take the name of the file."),
        validators=[Optional(), Length(max=200)],
    )
    item = SelectField(
        _l("Item of the agenda"), coerce=int, validate_choice=False, validators=[Optional()], default=0
    )


class ConveneForm(Form):
    """The sending of the convocations."""

    late_reason = TextAreaField(
        _l("Reason for sending late"),
        description=_l("The reason is printed in the minutes."),
        validators=[Optional(), Length(max=1000), Settled()],
    )


_AMONG_THOSE_HERE = {"list": "attending", "autocomplete": "off"}


class OpeningForm(Form):
    """The bureau, named at the opening; `sure` are the names that the roll lacks and that are meant all the same."""

    chair = StringField(_l("Chair"), validators=[NEEDED, Length(max=200)], render_kw=_AMONG_THOSE_HERE)
    scrutineers = StringField(
        _l("Scrutineers"), description=_l("Two members who accept, separated by a comma."),
        validators=[NEEDED, Length(max=400)],
    )  # fmt: skip
    why_few = TextAreaField(
        _l("Why there are fewer scrutineers"), description=_l("The reason is printed in the minutes."),
        validators=[Optional(), Length(max=1000), Settled()],
    )  # fmt: skip
    secretary = StringField(
        _l("Secretary"), validators=[NEEDED, Length(max=200)], render_kw=_AMONG_THOSE_HERE
    )
    sure = HiddenField()


class ClosingForm(Form):
    """What the minutes keep of the debate."""

    debate = TextAreaField(
        _l("Summary of the debate"), description=_l("It is printed in the minutes."),
        validators=[Optional(), Length(max=20000)],
    )  # fmt: skip


class SecondForm(Form):
    """The date of the second convocation."""

    starts_at = HourField(_l("Day and hour of the second assembly"), validators=[NEEDED])


class AmendmentForm(Form):
    """The assembly that decides on a draft of the statutes, and the words of the resolution."""

    assembly = RadioField(_l("Assembly"), coerce=int, validators=[NEEDED])
    title = StringField(_l("Title"), validators=[NEEDED, Length(max=300)])
    text = TextAreaField(
        _l("Text put to the vote"),
        description=_l("Written from the comparison with the statutes in force. You can add to it."),
        render_kw={"rows": 16},
        validators=[NEEDED, Length(max=20000)],
    )
    is_backed = BooleanField(_l("Backed by the board"), default=True)

    def offer(self, assemblies: list[tuple[int, str]]) -> None:
        """Offer the assemblies in preparation; the only one is chosen already."""
        self.assembly.choices = [SelectChoice(number, title) for number, title in assemblies]
        if len(assemblies) == 1 and not self.is_submitted():
            self.assembly.data = assemblies[0][0]
