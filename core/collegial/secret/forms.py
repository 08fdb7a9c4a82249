"""Forms of secret votes."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.secret.rules import FLOOR, LOWEST_FLOOR
from collegial.web.forms import Form

_REQUIRED = InputRequired(_l("This answer is needed."))
_MOST = 1000


class PrepareForm(Form):
    """Which resolutions are secret, who guards the key, and how small a set of ballots may be."""

    resolutions = SelectMultipleField(
        _l("Secret resolutions"),
        validators=[DataRequired(_l("This answer is needed."))],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    scrutineers = StringField(
        _l("Scrutineers"),
        validators=[_REQUIRED, Length(max=200)],
        description=_l(
            "Numbers of members, separated by spaces: the chair and two more, for example. "
            "Each makes a part of the key on a device of one’s own."
        ),
    )
    needed = IntegerField(
        _l("How many of them are needed for the count"),
        validators=[_REQUIRED, NumberRange(min=2, max=_MOST)],
        description=_l(
            "As many together can decrypt, fewer cannot. With two of three, the vote is counted even if one is missing."
        ),
    )
    floor = IntegerField(
        _l("Smallest number of ballots whose sums are published"),
        validators=[_REQUIRED, NumberRange(min=LOWEST_FLOOR, max=_MOST)],
        default=FLOOR,
        description=_l(
            "A smaller college is counted together with another, as you choose before the opening."
        ),
    )
    may_vote_again = BooleanField(_l("Whoever voted may vote again: the last ballot counts"))

    def offer(self, resolutions: list[tuple[int, str]]) -> None:
        """Give the resolutions that can be chosen, by number and words."""
        self.resolutions.choices = [SelectChoice(one, words) for one, words in resolutions]

    def numbers(self) -> list[int]:
        """Return the numbers of members; what is no number is none of a member."""
        words = (self.scrutineers.data or "").replace(",", " ").replace(";", " ").split()
        return [int(one) if one.isascii() and one.isdigit() and len(one) < 10 else 0 for one in words]  # noqa: PLR2004


class MergeForm(Form):
    """With which college a small one is counted."""

    source = SelectField(_l("Small college"), validators=[_REQUIRED])
    target = SelectField(_l("Counted together with"), validators=[_REQUIRED])

    def offer(self, colleges: list[tuple[str, str]]) -> None:
        """Give the colleges by key and name."""
        self.source.choices = self.target.choices = [SelectChoice(key, name) for key, name in colleges]


class AnnulForm(Form):
    """Why a vote is annulled."""

    reason = TextAreaField(
        _l("Reason, for the minutes"),
        validators=[DataRequired(_l("This answer is needed.")), Length(max=400)],
    )
