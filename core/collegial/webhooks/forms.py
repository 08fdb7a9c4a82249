"""What the pages of webhooks take."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.web.forms import OnceForm
from collegial.web.languages import say
from collegial.web.marks import NEEDED, WRITTEN
from collegial.webhooks.kinds import KINDS
from collegial.webhooks.rules import LONGEST


def _offered() -> list[tuple[str, str]]:
    return [(one.key, say(one.label)) for one in KINDS]


def _kinds() -> SelectMultipleField:
    return SelectMultipleField(
        _l("What it is told"),
        choices=_offered,
        validators=[NEEDED],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class KindsForm(OnceForm):
    """What a webhook is told."""

    kinds = _kinds()


class WebhookForm(OnceForm):
    """A new webhook."""

    address = StringField(
        _l("Address that is told"),
        description=_l("The other program says it. It begins with https://."),
        validators=[WRITTEN, Length(max=LONGEST)],
        render_kw={"type": "url", "autocomplete": "off"},
    )
    kinds = _kinds()
