"""The form that records a draft without a vote."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from collegial.web.forms import Form
from collegial.web.hours import DayField

_LONGEST = Length(max=2000, message=_l("Keep the reason under 2,000 characters."))


class RecordForm(Form):
    """From when a version holds, why it changes, and why no members decided."""

    effective_from = DayField(
        _l("In force from"), validators=[InputRequired(_l("Give the first day on which this version holds."))]
    )
    reason = TextAreaField(
        _l("Reason of the change"),
        description=_l("For example the decision of the founders. It is kept with the version."),
        validators=[InputRequired(_l("Say why the statutes change.")), _LONGEST],
    )
    override = TextAreaField(
        _l("Why the members do not decide"),
        description=_l(
            "For example a judgment, or a vote held outside this program. It stands on the page of the statutes "
            "for good."
        ),
        validators=[DataRequired(_l("Say why the members do not decide on this change.")), _LONGEST],
    )

    def as_first_version(self) -> None:
        """Ask neither why nothing is overridden nor why nothing changes: there was no version before."""
        del self.override
        self.reason.label.text = _l("Who decided")
        self.reason.description = _l("For example the founding assembly. It is kept with the version.")
        self.reason.validators = [Optional(), _LONGEST]
        self.reason.flags.required = False
