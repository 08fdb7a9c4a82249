"""Forms of minutes: a passage, a signature, the right file in the place of a mistaken one."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from collegial.files.exchanging import received
from collegial.minutes.models import SignerRole, SigningWay
from collegial.minutes.services import RightFile, Signing
from collegial.web.forms import Form, OnceForm
from collegial.web.hours import DayField
from collegial.web.marks import NEEDED, WRITTEN


class PassageForm(Form):
    """What is written at one place."""

    text = TextAreaField(
        _l("What was said"),
        description=_l(
            "Leave an empty line between paragraphs. Figures and results are printed by themselves."
        ),
    )
    seen = HiddenField(default="0")

    def version_seen(self) -> int:
        """Return the version that the writer started from; what is no number matches no version."""
        return int(self.seen.data) if str(self.seen.data).isdecimal() else -1


def _signed_file() -> FileField:
    return FileField(
        _l("The scan or the signed file"), description=_l("PDF, PNG or JPEG, 10 MB at most."),
        validators=[FileRequired(_l("This answer is needed."))],
    )  # fmt: skip


def _was_read() -> BooleanField:
    return BooleanField(
        _l("I have opened this file: it is these minutes, and shows these signatures"),
        description=_l(
            "It is kept for good. If it is the wrong one, another can be put in its place, with the reason."
        ),
        validators=[DataRequired(_l("Open the file and look at it first: what is kept stays."))],
    )


class SignatureForm(Form):
    """Signatures with the file that proves them: the bureau often signs one paper."""

    signer = SelectMultipleField(
        _l("Who signed"),
        description=_l("All whose signatures this file shows."),
        validators=[WRITTEN],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        render_kw={"autocomplete": "off"},  # a browser would keep a tick that a reload took away
    )
    way = RadioField(
        _l("How"),
        choices=[
            SelectChoice(SigningWay.PAPER.value, _l("By hand on the printed minutes, which were scanned")),
            SelectChoice(SigningWay.ELECTRONIC.value, _l("By an electronic signature in the file")),
        ],
        validators=[NEEDED],
    )
    signed_on = DayField(_l("Day of the signature"), validators=[WRITTEN])
    file, read = _signed_file(), _was_read()

    def offer(self, missing: Sequence[tuple[SignerRole, str]]) -> None:
        """Fill the list of those who have not signed."""
        roles = {
            SignerRole.CHAIR: _l("chair"),
            SignerRole.SECRETARY: _l("secretary"),
            SignerRole.SCRUTINEER: _l("scrutineer"),
        }
        self.signer.choices = [
            SelectChoice(f"{role.value}:{name}", f"{name} ({roles[role]})") for role, name in missing
        ]

    def signing(self, copies: tuple[bytes, ...]) -> Signing:
        """Return what is recorded; `copies` are the prints that are read and never signed."""
        told = [one.partition(":") for one in self.signer.data or []]
        return Signing(
            signers=[(SignerRole(role), name) for role, _, name in told],
            way=SigningWay(self.way.data), signed_on=self.signed_on.data, proof=received(self.file.data),
            copies=copies,
        )  # fmt: skip


class RightFileForm(OnceForm):
    """The right file, and why it takes the place of the other."""

    reason = TextAreaField(
        _l("What was wrong with the file?"),
        description=_l("It stands beside the mistaken file, with your name and the day."),
        validators=[WRITTEN, Length(max=500)],
    )
    file, read = _signed_file(), _was_read()

    def right(self, copies: tuple[bytes, ...]) -> RightFile:
        """Return what is put in the place; `copies` are the prints that are read and never signed."""
        return RightFile(proof=received(self.file.data), reason=self.reason.data or "", copies=copies)
