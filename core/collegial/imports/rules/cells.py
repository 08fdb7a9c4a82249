"""Read the cells that speak of an actor: its kind, its address of e-mail, its numbers."""

import re

from email_validator import EmailNotValidError, validate_email

from collegial.actors.rules import IdentifierKind, fold, read_identifier, read_phone
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

_PERSON = frozenset(
    {"person", "personne", "personne physique", "physique", "pp", "individu", "particulier", "den", "p"}
)
_ORGANISATION = frozenset(
    {
        "organisation", "organization", "personne morale", "morale", "pm", "structure", "association",
        "entreprise", "societe", "collectivite", "cooperative", "company", "aozadur", "kevredigezh", "o",
    }
)  # fmt: skip
_SHOWN = 60
_WITHOUT_ZERO = re.compile(r"[1-9][0-9]{8}")
_SHORT_POSTCODE = re.compile(r"[1-9][0-9]{3}")
_LONGEST_POSTCODE = 20


def read_kind(written: str) -> str:
    """Read whether a row is of a person or of an organisation: `person` or `organisation`."""
    word = fold(written)
    if word in _PERSON:
        return "person"
    if word in _ORGANISATION:
        return "organisation"
    raise Invalid(
        "imports.bad_kind",
        t("“%(written)s” is neither a person nor an organisation.", written=written[:_SHOWN]),
    )


def read_email(written: str) -> str:
    """Read an address of e-mail as it is kept; raises Invalid `actors.bad_email`."""
    try:
        return validate_email(written, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Invalid(
            "actors.bad_email", t("“%(email)s” is not an e-mail address.", email=written[:100])
        ) from None


def read_siren(written: str) -> str:
    """Read a SIREN; raises Invalid `actors.bad_siren`."""
    return read_identifier(IdentifierKind.SIREN, written)


def read_siret(written: str) -> str:
    """Read a SIRET; raises Invalid `actors.bad_siret`."""
    return read_identifier(IdentifierKind.SIRET, written)


def read_mobile(written: str) -> str:
    """Read a telephone number; a spreadsheet that took one for a number has lost its first zero."""
    return read_phone(f"0{written}" if _WITHOUT_ZERO.fullmatch(written) else written)


def read_postcode(written: str) -> str:
    """Read a postcode; a spreadsheet that took one for a number has lost the zero of the first nine departments."""
    plain = " ".join(written.split())
    if len(plain) > _LONGEST_POSTCODE:
        raise Invalid("imports.bad_postcode", t("“%(written)s” is not a postcode.", written=written[:_SHOWN]))
    return f"0{plain}" if _SHORT_POSTCODE.fullmatch(plain) else plain
