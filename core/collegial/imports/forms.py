"""The forms of imports: the file, its columns, and how much must be right."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from collegial.imports.kinds import KINDS
from collegial.imports.kinds.contract import ImportKind
from collegial.imports.rules import ImportField, Mode
from collegial.kernel.text import t
from collegial.tables.reading import column_letter
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.marks import Settled

COLUMN, DEFAULT = "column_", "default_"
_LONGEST_DEFAULT = 200


class UploadForm(Form):
    """A list and what it is of."""

    kind = RadioField(
        _l("What the list is of"),
        validators=[InputRequired(_l("Say what the list is of."))],
        default="members",
    )
    file = FileField(
        _l("File"),
        description=_l("CSV or XLSX, the columns in any order, up to 20,000 rows and 8 MB."),
        validators=[FileRequired(_l("Choose the file of the list."))],
    )

    def offer(self) -> "UploadForm":
        """Offer the kinds of lists, in the reader's language."""
        self.kind.choices = [(kind.key, say(kind.label)) for kind in KINDS.values()]
        return self


class RunForm(Form):
    """How much must be right for anything to be written."""

    mode = RadioField(
        _l("What to import"),
        choices=[
            (Mode.ALL_OR_NOTHING.value, _l("Everything, or nothing at all if one row fails")),
            (Mode.GOOD_ROWS.value, _l("The good rows only; wrong rows are left out")),
        ],
        validators=[InputRequired(_l("Choose what to import."))],
    )


class ColumnsForm(Form):
    """One choice for each column, then what stands for all rows; built for each list."""

    def columns(self, count: int) -> list[str]:
        """Return the field chosen for each column, empty for none."""
        return [self[f"{COLUMN}{at}"].data or "" for at in range(count)]

    def defaults(self) -> dict[str, str]:
        """Return what was given for rows that have nothing."""
        return {
            field.short_name.removeprefix(DEFAULT): field.data or ""
            for field in self
            if field.short_name.startswith(DEFAULT)
        }


def columns_form(kind: ImportKind, headers: Sequence[str], samples: Sequence[str]) -> ColumnsForm:
    """Build the form of a list; `samples` show what each column holds."""
    choices = [("", say_nothing()), *((one.key, say(one.label)) for one in kind.fields)]

    class Built(ColumnsForm):
        pass

    for at, header in enumerate(headers):
        field = SelectField(
            _title(at, header), choices=choices, description=samples[at], validators=[Settled()]
        )
        setattr(Built, f"{COLUMN}{at}", field)
    for one in kind.fields:
        if one.has_default:
            field = StringField(
                say(one.label), description=_hint(one), validators=[Length(max=_LONGEST_DEFAULT), Settled()]
            )
            setattr(Built, f"{DEFAULT}{one.key}", field)
    return Built()


def _hint(one: ImportField) -> str:
    example = say(t("For example “%(example)s”.", example=one.example)) if one.example else ""
    return " ".join(part for part in (say(one.hint) if one.hint else "", example) if part)


def say_nothing() -> str:
    """Return the choice for a column that is left out."""
    return str(_l("Leave this column out"))


def _title(at: int, header: str) -> str:
    return f"{column_letter(at)} · {header}" if header else column_letter(at)
