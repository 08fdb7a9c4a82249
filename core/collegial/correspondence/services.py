"""Take forms of vote by correspondence from pages and from other programs; none answers what is voted in secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from collegial.assemblies.models import Assembly, CorrespondenceForm, RollEntry
from collegial.assemblies.permissions import DESK
from collegial.assemblies.services import corresponding
from collegial.assemblies.services.listing import all_or_none
from collegial.assemblies.services.naming import named_entry
from collegial.correspondence.rules import MEMBER, RECEIVED, FormList, ListedForm, answer_field
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, t
from collegial.tables.reading.cells import parse_date
from collegial.votes.queries import secret_resolutions

_UNKNOWN = "correspondence.unknown_member"


def send(context: Context, entry: RollEntry, answers: Mapping[int, str]) -> CorrespondenceForm:
    """Send one's own form online; raises what `send_form` raises, and Invalid for an answer to a secret vote."""
    _refuse_secrets(context, entry, answers)
    return corresponding.send_form(context, entry, answers)


def enter(
    context: Context, entry: RollEntry, answers: Mapping[int, str], *, received_on: date
) -> CorrespondenceForm:
    """Enter a paper form; raises what `enter_form` raises, and Invalid for an answer to a secret vote."""
    _refuse_secrets(context, entry, answers)
    return corresponding.enter_form(context, entry, answers, received_on=received_on)


@dataclass(frozen=True, kw_only=True)
class WrongCell:
    """Where a list was refused, by row and title of the column, and why; never what was answered."""

    row: int
    column: str
    reason: Text


def enter_list(context: Context, meeting: Assembly, listed: FormList) -> list[WrongCell]:
    """Enter every paper form of a list, or none: return what is wrong, one place for each refused row."""
    require(context.by, DESK)
    if not listed.forms:
        raise Invalid("correspondence.no_rows", t("This list holds no form."), field="file")
    numbers = {str(one.number): one.id for one in meeting.resolutions}
    wrong = all_or_none(context.session, listed.forms, lambda one: _enter(context, meeting, one, numbers))
    return [WrongCell(row=one.row, column=listed.column_of(one.field), reason=one.reason) for one in wrong]


def _enter(context: Context, meeting: Assembly, one: ListedForm, numbers: Mapping[str, int]) -> None:
    entry = named_entry(context, meeting.id, one.member, code=_UNKNOWN, field=MEMBER, whole=True)
    answers = {numbers[number]: choice for number, choice in one.answers.items()}
    enter(context, entry, answers, received_on=_day(one.received_on))


def _day(written: str) -> date:
    try:
        return parse_date(written)
    except Invalid as error:
        raise Invalid(error.code, error.text, field=RECEIVED) from None


def found_entry(context: Context, assembly_id: int, wanted: str) -> RollEntry:
    """Return whose form it is, by number or full name; raises Invalid at the field `member` when unsure."""
    return named_entry(context, assembly_id, wanted, code=_UNKNOWN, field=MEMBER)


def _refuse_secrets(context: Context, entry: RollEntry, answers: Mapping[int, str]) -> None:
    """Refuse an answer that would lie open beside the box of a secret vote."""
    for one in secret_resolutions(context.session, entry.assembly_id):
        if one.id in answers:
            raise Invalid(
                "correspondence.secret",
                t("Resolution %(number)s is voted in secret: a form does not answer it.", number=one.number),
                field=answer_field(one.number),
            )
