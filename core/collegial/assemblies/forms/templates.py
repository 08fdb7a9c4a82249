"""The form of a template: what turns a usual resolution into words for this assembly."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from collegial.assemblies.forms.voting import group_field, seats_field, secret_field
from collegial.web.forms import AmountField, OnceForm, SignedAmountField
from collegial.web.hours import DayField
from collegial.web.marks import NEEDED, WRITTEN


class TemplateForm(OnceForm):
    """What a template asks for; the view leaves the answers out that it does not."""

    year_end = DayField(_l("Last day of the financial year"), validators=[NEEDED])
    result = SignedAmountField(
        _l("Result of the year, in euros"),
        description=_l("Write a loss with a minus sign."),
        validators=[NEEDED],
    )
    legal_reserve = AmountField(
        _l("To the legal reserve, in euros"),
        description=_l("Leave it empty for the least that the law asks for."),
        validators=[Optional()],
    )
    legal_reserve_is_full = BooleanField(_l("The legal reserve is full: the law asks for nothing more"))
    statutory_reserve = AmountField(
        _l("To the statutory reserve, in euros"),
        description=_l("Leave it empty for the least that the law asks for."),
        validators=[Optional()],
    )
    interest = AmountField(_l("Interest on the shares, in euros"), validators=[Optional()])
    names = TextAreaField(
        _l("Names"), description=_l("One on each line."), validators=[WRITTEN, Length(max=4000)]
    )
    years = IntegerField(
        _l("Length of the term, in years"), validators=[NEEDED, NumberRange(min=1, max=12)], default=3
    )
    seats = seats_field(NEEDED)
    method = SelectField(_l("Way of voting"), validators=[NEEDED])
    is_secret = secret_field(ticked=True)
    group = group_field()
    college = SelectField(
        _l("Who elects"),
        description=_l(
            "For seats that the statutes reserve to a college, choose it: its members alone elect them. Use this "
            "template once for each college."
        ),
        coerce=int,
        validate_choice=False,
        default=0,
    )
    reasons = TextAreaField(_l("Reasons"), validators=[WRITTEN, Length(max=10000)])
    changes = TextAreaField(_l("Text of the changes"), validators=[WRITTEN, Length(max=20000)])
