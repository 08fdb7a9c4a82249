"""Say which column gives which field; the whole file is then read and previewed."""

from collections.abc import Mapping, Sequence

from collegial.imports.kinds import ImportKind, kind_of
from collegial.imports.models import ImportFile, ImportMapping
from collegial.imports.permissions import RUN
from collegial.imports.queries import locked, remembered
from collegial.imports.rules import ImportField, ImportState, check_mapping, names_of, signature
from collegial.imports.services.planning import plan_all
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t


def match_columns(
    context: Context, file: ImportFile, columns: Sequence[str], defaults: Mapping[str, str]
) -> None:
    """Match the columns, remember the choice for the next such list, and preview every row.

    `columns` names the field of each column, empty for none. Raises Refused once the import runs or is
    over; Invalid at `column_<position>` for a field given twice, at `default_<field>` for a value that
    cannot be read, and without a field when one that is needed is missing.
    """
    require(context.by, RUN)
    held = locked(context.session, file.id)
    if held is None or not held.is_fixable:
        raise Refused(
            "imports.not_fixable", t("This import is running or over: its columns stay as they are.")
        )
    kind = kind_of(file.kind)
    given = {key: value.strip() for key, value in defaults.items() if value.strip()}
    _check_defaults(kind.fields, given)
    mapping = check_mapping(columns, kind.fields, kind.needs, given)
    file.mapping, file.defaults, file.failure = mapping, given, None
    _remember(context, file, kind)
    plan_all(context, file)
    file.state = ImportState.PLANNED


def _check_defaults(fields: Sequence[ImportField], given: Mapping[str, str]) -> None:
    for one in fields:
        if one.key in given:
            try:
                one.read(given[one.key])
            except Invalid as error:
                raise Invalid(error.code, error.text, field=f"default_{one.key}") from None


def _remember(context: Context, file: ImportFile, kind: ImportKind) -> None:
    names = names_of(file.headers)
    fields = {names[position]: key for key, position in file.mapping.items()}
    mark = signature(file.headers)
    known = remembered(context.session, kind.key, mark)
    if known is None:
        known = ImportMapping(kind=kind.key, signature=mark)
        context.session.add(known)
    known.fields, known.remembered_at = fields, context.clock.now()
