"""Read the numbers of actors as their standards do, and hide those of banks on screen."""

import enum
import re
from collections.abc import Callable, Mapping

from stdnum import bic, iban
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t

_SIREN_LENGTH = 9
_SHOWN_AT_EACH_END = 4
_GROUP = 4
_RNA = re.compile(r"W[0-9][0-9AB][0-9]{7}")


class IdentifierKind(enum.Enum):
    """Whose number it is: a company, one of its establishments, an association, a bank account, a bank."""

    SIREN = "siren"
    SIRET = "siret"
    RNA = "rna"
    IBAN = "iban"
    BIC = "bic"


BANK = frozenset({IdentifierKind.IBAN, IdentifierKind.BIC})


def _read_rna(written: str) -> str:
    bare = re.sub(r"[\s.-]", "", written).upper()
    if not _RNA.fullmatch(bare):
        raise ValidationError
    return bare


_READERS: Mapping[IdentifierKind, Callable[[str], str]] = {
    IdentifierKind.SIREN: siren.validate,
    IdentifierKind.SIRET: siret.validate,
    IdentifierKind.RNA: _read_rna,
    IdentifierKind.IBAN: iban.validate,
    IdentifierKind.BIC: bic.validate,
}
# None of these repeats what was written: an account number must not come back in a page or a log.
_WRONG: Mapping[IdentifierKind, Text] = {
    IdentifierKind.SIREN: t(
        "This is not a SIREN: it has 9 digits, and the last one checks the others. "
        "Copy it from an official document."
    ),
    IdentifierKind.SIRET: t(
        "This is not a SIRET: it has 14 digits, and the last one checks the others. "
        "Copy it from an official document."
    ),
    IdentifierKind.RNA: t(
        "This is not an RNA number: it has a W and 9 digits. Copy it from the receipt of the prefecture."
    ),
    IdentifierKind.IBAN: t(
        "This is not an IBAN: a character is missing or wrong, for its key does not fit. "
        "Copy it from a document of the bank."
    ),
    IdentifierKind.BIC: t(
        "This is not a BIC: it has 8 or 11 letters and digits. Copy it from a document of the bank."
    ),
}


def read_identifier(kind: IdentifierKind, written: str) -> str:
    """Return a number without spaces, as its standard keeps it; raises Invalid for a wrong length or key."""
    try:
        return str(_READERS[kind](written))
    except ValidationError:
        raise Invalid(f"actors.bad_{kind.value}", _WRONG[kind], field="value") from None


def siren_of(siret_number: str) -> str:
    """Return the SIREN that a SIRET starts with."""
    return siret_number[:_SIREN_LENGTH]


def show_identifier(kind: IdentifierKind, value: str) -> str:
    """Write a number as people read it: in threes for the register of companies, in fours for a bank."""
    if kind is IdentifierKind.IBAN:
        return _grouped(value, _GROUP)
    if kind in {IdentifierKind.SIREN, IdentifierKind.SIRET}:
        return " ".join([_grouped(value[:_SIREN_LENGTH], 3), value[_SIREN_LENGTH:]]).strip()
    return value


def mask(kind: IdentifierKind, value: str) -> str:
    """Write a number for a screen that others may see: only the ends of an IBAN."""
    if kind is not IdentifierKind.IBAN:
        return show_identifier(kind, value)
    return f"{value[:_SHOWN_AT_EACH_END]} •••• •••• {value[-_SHOWN_AT_EACH_END:]}"


def _grouped(value: str, size: int) -> str:
    return " ".join(value[start : start + size] for start in range(0, len(value), size))
