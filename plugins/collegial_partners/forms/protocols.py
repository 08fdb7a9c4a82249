"""Forms of a protocol: what it says, its parties, their signatures."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import Email, NumberRange, Optional

from collegial.plugin import Form, InMarkdown, OnceForm, choose_one, parse_fraction, say
from collegial_partners import words
from collegial_partners.forms.answers import (
    ADDRESS,
    LONG,
    SHORT,
    UNKNOWN,
    WRITTEN,
    actor,
    choice,
    day,
)
from collegial_partners.models import ProtocolParty

_EMAIL = Email(message=_l("Write a whole e-mail address."))


class _ProtocolForm(OnceForm):
    side_by_side = (("starts_on", "ends_on"),)

    title = StringField(_l("Title"), validators=[WRITTEN, SHORT])
    objectives = TextAreaField(
        _l("Objectives"),
        description=_l("What the parties want to reach together."),
        validators=[WRITTEN, LONG, InMarkdown()],
    )
    starts_on = day(_l("From"))
    ends_on = day(_l("Until"), description=_l("The last day. Every year until then is reviewed."))

    def facts(self) -> dict[str, Any]:
        """Return the columns of the protocol."""
        return {one.name: one.data or None for one in self if one.name not in {"csrf_token", "once"}}


class CooperationForm(_ProtocolForm):
    """A cooperation protocol."""

    information = TextAreaField(
        _l("How people are informed"),
        description=_l("Who tells whom about what: documents, meetings, addresses."),
        validators=[Optional(), LONG],
    )
    orientation = TextAreaField(
        _l("How project holders are referred"),
        description=_l("Which ones, by whom, within how many days they are answered."),
        validators=[Optional(), LONG],
    )


class AssociationForm(_ProtocolForm):
    """An association to the governance and the activity of the pole."""

    seat = StringField(
        _l("Seat of the partner"),
        description=_l("In which body it sits, such as: the board, college of partners."),
        validators=[Optional(), SHORT],
    )
    information = TextAreaField(_l("How people are informed"), validators=[Optional(), LONG])
    orientation = TextAreaField(_l("How project holders are referred"), validators=[Optional(), LONG])


class PartyForm(Form):
    """A partner."""

    actor = actor(_l("Partner"))


class ResponsiblesForm(Form):
    """Who answers for a protocol at a party."""

    side_by_side = (("technical_name", "technical_email"), ("political_name", "political_email"))

    technical_name = StringField(_l("Technical lead"), validators=[Optional(), SHORT])
    technical_email = StringField(
        _l("E-mail address of the technical lead"), validators=[Optional(), _EMAIL, ADDRESS]
    )
    political_name = StringField(
        _l("Political lead"),
        description=_l("Who was elected, or presides."),
        validators=[Optional(), SHORT],
    )
    political_email = StringField(
        _l("E-mail address of the political lead"), validators=[Optional(), _EMAIL, ADDRESS]
    )


class IndicatorForm(OnceForm):
    """What the annual review looks at."""

    label = StringField(_l("Indicator"), validators=[WRITTEN, SHORT])
    measure = choice(_l("Its figure"), words.MEASURES)
    target = IntegerField(_l("Target for a year"), validators=[Optional(), NumberRange(min=0, max=1_000_000)])


class PostForm(OnceForm):
    """A post that pole and partner share."""

    side_by_side = (("from_on", "until_on"),)

    function = StringField(_l("Post"), validators=[WRITTEN, SHORT])
    share = StringField(
        _l("Share for the pole, in full-time equivalents"),
        description=_l("Such as 1/2 or 0.5."),
        validators=[WRITTEN],
    )
    employer = SelectField(_l("Employer"), invalid_choice_message=UNKNOWN, validators=[Optional()])
    from_on = day(_l("From"))
    until_on = day(_l("Until"), is_needed=False)

    def offer(self, partners: Sequence[ProtocolParty]) -> None:
        """Fill the list of employers."""
        self.employer.choices = [SelectChoice("", say(words.POLE)), *_parties(partners)]

    def facts(self) -> dict[str, Any]:
        """Return what `share_post` is told; raises Invalid for a share that is no number."""
        return {
            "function": self.function.data,
            "share": parse_fraction(self.share.data.replace(",", ".")),
            "employer_id": int(self.employer.data) if self.employer.data else None,
            "from_on": self.from_on.data,
            "until_on": self.until_on.data,
        }


class NameForm(OnceForm):
    """A change of name that was agreed."""

    actor = SelectField(_l("Partner"), invalid_choice_message=UNKNOWN, validators=[WRITTEN])
    agreed_name = StringField(_l("Name agreed on"), validators=[WRITTEN, SHORT])
    reason = TextAreaField(_l("Why"), validators=[WRITTEN, LONG])
    from_on = day(_l("From"))

    def offer(self, partners: Sequence[ProtocolParty]) -> None:
        """Fill the list of partners."""
        self.actor.choices = choose_one(_parties(partners))


class SignatureForm(Form):
    """That a party signed."""

    signatory = StringField(
        _l("Signed by"),
        description=_l("Name and function, as on the paper."),
        validators=[WRITTEN, SHORT],
    )
    signed_on = day(_l("Signed on"))
    despite_register = BooleanField(
        _l("The signature is valid, though the directory knows no mandate on this day")
    )


class EndForm(Form):
    """That a protocol ends before its last day."""

    reason = TextAreaField(_l("Why"), validators=[WRITTEN, LONG])


class LinkForm(OnceForm):
    """To whom a personal link is sent."""

    name = StringField(_l("Name"), validators=[WRITTEN, SHORT])
    email = StringField(_l("E-mail address"), validators=[WRITTEN, _EMAIL, ADDRESS])


def _parties(partners: Sequence[ProtocolParty]) -> list[SelectChoice]:
    return [SelectChoice(str(one.actor_id), one.actor.name) for one in partners if one.actor]


class CopyForm(OnceForm):
    """A paper that the parties signed."""

    file = FileField(
        _l("Scan or signed file"),
        description=_l("A PDF or a picture."),
        validators=[FileRequired(_l("Choose a file."))],
    )
    note = StringField(
        _l("Which copy it is"),
        description=_l("Such as: the copy of the partner, pages 1 to 4."),
        validators=[Optional(), SHORT],
    )
