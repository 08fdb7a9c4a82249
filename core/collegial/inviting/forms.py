"""The forms of accounts."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.accounts.permissions import ROLES
from collegial.web.forms import Form
from collegial.web.languages import NATIVE_NAMES, say
from collegial.web.marks import NEEDED, Settled


class RolesForm(Form):
    """Which roles an account has, and whose it is."""

    roles = SelectMultipleField(
        _l("Roles"),
        validators=[Settled()],
        description=_l("A role is a set of rights; one account may have several."),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    actor = StringField(
        _l("Who it is in the directory"),
        validators=[Length(max=200)],
        description=_l(
            "The name, or enough of it to mean one person. Needed for whoever votes, or belongs to a group."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles.choices = [(role.key, say(role.label)) for role in ROLES]


class OwnersRolesForm(RolesForm):
    """The roles of an account that is there; `sure` is asked only where somebody would lose the own vote."""

    sure = BooleanField(_l("Take the role of a member all the same"), validators=[Settled()])


class InviteForm(RolesForm):
    """Whom to invite, and to which roles."""

    email = StringField(
        _l("E-mail address"),
        validators=[NEEDED, Length(max=254)],
        description=_l("The invitation goes there, and later the codes to sign in."),
        render_kw={"type": "email", "autocomplete": "off"},
    )
    locale = SelectField(_l("Language of the e-mails"), validators=[Settled()])

    def __init__(self, *args: Any, offered: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale.choices = [(one, NATIVE_NAMES.get(one, one)) for one in offered]
