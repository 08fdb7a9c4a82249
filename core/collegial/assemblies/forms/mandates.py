"""The forms of mandates: a proxy given by its giver or at the desk, and a list of paper ones."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from collegial.web.forms import Form
from collegial.web.marks import Settled


class ProxyForm(Form):
    """Who will vote for the giver: a member found by name or number, or the chair.

    `sure` is the entry of the member whom the giver was shown and said yes to.
    """

    holder = StringField(
        _l("Member who will vote for you"),
        description=_l("Write the full name, or the member’s number: ask for it, it is shown in “My space”."),
        validators=[Optional(), Length(max=200), Settled()],
    )
    chair = BooleanField(
        _l("Name nobody: the chair votes for what the board backs, and against everything else")
    )
    for_pair = BooleanField(_l("Give it for both the ordinary and the extraordinary assembly"))
    spouse = StringField(
        _l("Name of the spouse or civil partner"),
        description=_l(
            "The full name. This person signs in at the desk for you, and votes in the room only."
        ),
        validators=[Optional(), Length(max=200)],
    )
    bond = RadioField(
        _l("What ties you"),
        choices=[
            SelectChoice("spouse", _l("Marriage")),
            SelectChoice("pacs", _l("Civil partnership (PACS)")),
        ],
        validators=[Optional()],
    )

    sure = HiddenField()

    def keep(self, *, blank: bool, pair: bool, spouse: bool) -> None:
        """Leave out what this assembly, or this giver, does not have."""
        offered = (("chair", blank), ("for_pair", pair), ("spouse", spouse), ("bond", spouse))
        for name, is_offered in offered:
            if not is_offered:
                del self[name]

    def says(self, name: str) -> bool:
        """Tell whether a box is there and ticked, or a line filled in."""
        return bool(self._fields[name].data) if name in self._fields else False


class DeskProxyForm(ProxyForm):
    """A signed proxy handed in at the desk."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.holder.label.text = _l("Holder of the proxy")
        self.chair.label.text = _l("No holder is named: it goes to the chair")
        self.bond.label.text = _l("What ties them")
        self.spouse.description = _l(
            "The full name. This person signs in at the desk, and votes in the room only."
        )


class ProxyListForm(Form):
    """A list of paper proxies from a spreadsheet."""

    file = FileField(
        _l("File"),
        description=_l(
            "CSV or XLSX with the columns “giver” and “holder”; without a holder, it goes to the chair."
        ),
        validators=[FileRequired(_l("Choose a file."))],
    )
