"""Forms of an annual review."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from collegial.plugin import Form, InMarkdown, NeededWhen
from collegial_partners import words
from collegial_partners.forms.answers import LONG, SHORT, WRITTEN, choice, day
from collegial_partners.rules import ReviewDecision
from collegial_partners.services import Conclusion


class MeetingForm(Form):
    """When and where the responsibles meet."""

    held_on = day(_l("Meeting on"))
    place = StringField(_l("Place"), validators=[Optional(), SHORT])


class ValueForm(Form):
    """The figure of an indicator that nothing counts."""

    value = IntegerField(
        _l("Figure of the year"),
        validators=[InputRequired(_l("This answer is needed.")), NumberRange(min=0, max=1_000_000)],
    )


class ConclusionForm(MeetingForm):
    """What the responsibles conclude."""

    technical = TextAreaField(
        _l("Technical leads who were there"),
        description=_l("Of each party, with their function."),
        validators=[WRITTEN, LONG],
    )
    political = TextAreaField(
        _l("Political leads who were there"),
        description=_l("Of each party, with their function."),
        validators=[WRITTEN, LONG],
    )
    conclusions = TextAreaField(
        _l("Conclusions"),
        description=_l("What worked, what did not, what changes."),
        validators=[WRITTEN, LONG, InMarkdown()],
    )
    decision = choice(_l("Decision"), words.DECISIONS)
    renewed_until = day(
        _l("Renewed until"),
        when=NeededWhen(_l("required for a renewal")),
    )

    def concluded(self) -> Conclusion:
        """Return what was written."""
        return Conclusion(
            held_on=self.held_on.data, place=self.place.data or "", technical=self.technical.data,
            political=self.political.data, conclusions=self.conclusions.data,
            decision=ReviewDecision(self.decision.data), renewed_until=self.renewed_until.data,
        )  # fmt: skip
