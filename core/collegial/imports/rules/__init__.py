"""What imports decide without a database: how columns are recognised, what a row says, whom it means."""

from collegial.imports.rules.fields import Fault, ImportField, Reading, only_causes, read_row
from collegial.imports.rules.identity import Details, KeyScheme, Known, RowActor, doubles, match
from collegial.imports.rules.mapping import check_mapping, guess_mapping, names_of, signature
from collegial.imports.rules.sentences import from_json, to_json
from collegial.imports.rules.states import FIXABLE, ImportState, Mode, Outcome

__all__ = [
    "FIXABLE",
    "Details",
    "Fault",
    "ImportField",
    "ImportState",
    "KeyScheme",
    "Known",
    "Mode",
    "Outcome",
    "Reading",
    "RowActor",
    "check_mapping",
    "doubles",
    "from_json",
    "guess_mapping",
    "match",
    "names_of",
    "only_causes",
    "read_row",
    "signature",
    "to_json",
]
