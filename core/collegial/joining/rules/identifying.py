"""The number under which an organisation is registered in France (SIREN, SIRET), checked by its key."""

from dataclasses import dataclass

from collegial.actors.rules import IdentifierKind, read_identifier, siren_of
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t

_SIREN_LENGTH = 9


@dataclass(frozen=True, kw_only=True)
class Registration:
    """The registration of an organisation; its seat's SIRET carries the SIREN."""

    siren: str
    siret: str | None = None


def read_registration(written: str) -> Registration | None:
    """Read a SIREN or a SIRET as people write it; None when nothing is written.

    Raises Invalid `joining.registration` for anything whose length or key is wrong.
    """
    bare = "".join(written.split()).replace(".", "").replace("-", "")
    if not bare:
        return None
    try:
        if len(bare) == _SIREN_LENGTH:
            return Registration(siren=read_identifier(IdentifierKind.SIREN, bare))
        number = read_identifier(IdentifierKind.SIRET, bare)
    except Invalid:
        raise _unreadable(written) from None
    return Registration(siren=siren_of(number), siret=number)


def _unreadable(written: str) -> Invalid:
    return Invalid(
        "joining.registration",
        t(
            "“%(written)s” is not a SIREN (9 digits) or a SIRET (14 digits): a digit is missing or wrong. "
            "Copy it from an official document.",
            written=written.strip()[:30],
        ),
        field="registration",
    )
