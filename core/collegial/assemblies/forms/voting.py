"""The form that says how a resolution is voted, and what it shares with templates of an election."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from collegial.assemblies.rules.voting import MOST_OPTIONS
from collegial.web.forms import Form, PartForm
from collegial.web.marks import NEEDED


def seats_field(need: InputRequired | Optional) -> IntegerField:
    """Ask for the seats of an election; `need` says whether the form can do without an answer."""
    return IntegerField(
        _l("Seats"),
        description=_l("How many are elected."),
        default=1,
        validators=[need, NumberRange(min=1, max=MOST_OPTIONS)],
    )


def secret_field(*, ticked: bool = False) -> BooleanField:
    """Ask whether the convocation announces a secret vote."""
    return BooleanField(
        _l("By secret ballot"),
        description=_l(
            "The convocation says so, and the vote is prepared in secret once the assembly is convened. Rankings can "
            "only be voted openly."
        ),
        default=ticked,
    )


def group_field() -> SelectField:
    """Ask for the group that those elected enter; its choices are handed in, 0 is none."""
    return SelectField(
        _l("Those elected enter"),
        description=_l(
            "The group in which they take their seat on the day of the vote. If it is not listed, form it first on the "
            "page of the groups; else the seats are entered by hand."
        ),
        coerce=int,
        validate_choice=False,
        default=0,
        validators=[Optional()],
    )


class OptionForm(PartForm):
    """A candidate: a name, and what they say."""

    name = StringField(_l("Name"), validators=[Optional(), Length(max=200)])
    statement = TextAreaField(
        _l("Statement"), validators=[Optional(), Length(max=5000)], render_kw={"rows": 2}
    )
    actor = SelectField(_l("Who this is in the directory"), coerce=int, validate_choice=False, default=0)
    is_backed = BooleanField(_l("The board backs this candidate"))


class VotingForm(Form):
    """How a resolution is voted; the choices of methods and colleges are handed in."""

    method = RadioField(_l("Way of voting"), validators=[NEEDED])
    is_secret = secret_field()
    seats = seats_field(Optional())
    electorate = RadioField(
        _l("Who elects, and how votes weigh"),
        choices=[
            SelectChoice("together", _l("All members together, one vote each")),
            SelectChoice("weighted", _l("All members, by the weights of their colleges")),
            SelectChoice("college", _l("The members of one college alone, one vote each")),
        ],
        default="together",
        validators=[NEEDED],
    )
    college = SelectField(
        _l("College"),
        description=_l("Only where one college elects alone, such as for the seats reserved to it."),
        coerce=int,
        validate_choice=False,
        default=0,
        validators=[Optional()],
    )
    least = IntegerField(
        _l("Fewest names on a paper"),
        description=_l("Only where names are ticked. Empty: one."),
        validators=[Optional(), NumberRange(min=1, max=MOST_OPTIONS)],
    )
    most = IntegerField(
        _l("Most names on a paper"),
        description=_l("Only where names are ticked. Empty: as many as seats; with approval, all of them."),
        validators=[Optional(), NumberRange(min=1, max=MOST_OPTIONS)],
    )
    without_blank = BooleanField(
        _l("Take no blank vote"),
        description=_l(
            "Whoever votes must then name somebody. Those who want nobody can only stay away from the vote."
        ),
    )
    ties = RadioField(
        _l("If a tie remains"),
        choices=[
            SelectChoice("report", _l("The seat stays empty, and the assembly decides what follows")),
            SelectChoice("listed", _l("Whoever stands first on the list below is elected")),
        ],
        description=_l("Lots are never drawn. To let the eldest win, put the list in the order of age."),
        default="report",
        validators=[NEEDED],
    )
    group = group_field()
    options = FieldList(FormField(OptionForm), label=_l("Candidates"), max_entries=MOST_OPTIONS)
