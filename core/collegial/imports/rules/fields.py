"""What a column may hold, and how one row of cells is read, with every error at its cell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t


@dataclass(frozen=True, kw_only=True)
class ImportField:
    """A fact that a column can give.

    `read` turns a cell into a value and raises Invalid. `names` are what offices call such a column, in
    French, English and Breton; `names_if_read` too, where each cell that is shown can be read so.
    `has_default` lets one value stand for every row that has none.
    """

    key: str
    label: Text
    read: Callable[[str], object]
    names: tuple[str, ...]
    names_if_read: tuple[str, ...] = ()
    example: str = ""
    hint: Text | None = None
    has_default: bool = False

    def reads(self, cells: Sequence[str]) -> bool:
        """Tell whether there are cells and each of them can be read as this fact."""
        for cell in cells:
            try:
                self.read(cell)
            except Invalid:
                return False
        return bool(cells)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with a row; `field` is None when no single cell is to blame."""

    code: str
    text: Text
    field: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a row says: the values that could be read, by field, and the faults of the others."""

    values: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def read_row(
    fields: Sequence[ImportField],
    mapping: Mapping[str, int],
    defaults: Mapping[str, str],
    cells: Sequence[str],
) -> Reading:
    """Read one row; `mapping` gives the position of the column of each field that has one."""
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for one in fields:
        written = _cell(one.key, mapping, cells) or defaults.get(one.key, "")
        if not written:
            continue
        try:
            values[one.key] = one.read(written)
        except Invalid as error:
            faults.append(Fault(code=error.code, text=error.text, field=one.key))
    return Reading(values=values, faults=tuple(faults))


# What cannot be known once one of these cells could not be read: to say it too would send people astray.
_FOLLOWS_FROM: Mapping[str, frozenset[str]] = {
    "imports.kind_missing": frozenset(
        {"kind", "is_organisation", "given_name", "family_name", "siren", "siret"}
    ),
    "imports.name_missing": frozenset({"name", "given_name", "family_name"}),
    "imports.locality_missing": frozenset({"locality"}),
    "imports.paid_without_shares": frozenset({"shares"}),
    "imports.bad_payment": frozenset({"paid"}),
    "imports.day_missing": frozenset({"admitted_on"}),
    "imports.category_missing": frozenset({"category"}),
}


def only_causes(said: Sequence[Fault], more: Sequence[Fault]) -> list[Fault]:
    """Return the faults of a second look that do not just follow from those that were said."""
    fields = {fault.field for fault in said}
    return [one for one in more if not fields & _FOLLOWS_FROM.get(one.code, frozenset())]


def _cell(key: str, mapping: Mapping[str, int], cells: Sequence[str]) -> str:
    position = mapping.get(key)
    return cells[position] if position is not None and position < len(cells) else ""


def words(most: int) -> Callable[[str], str]:
    """Return a reader of plain words of at most `most` signs, which a column of the database can hold."""

    def read(written: str) -> str:
        plain = " ".join(written.split())
        if len(plain) > most:
            raise Invalid(
                "imports.too_long", t("This is too long: keep it under %(most)s characters.", most=most)
            )
        return plain

    return read
