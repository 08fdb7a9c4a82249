"""The rules of actors: names, numbers, ages, and what makes two look like one."""

from collegial.actors.rules.ages import AGE_OF_MAJORITY, is_of_age, latest_birth_of_age, of_age_on
from collegial.actors.rules.identifiers import (
    BANK,
    IdentifierKind,
    mask,
    read_identifier,
    show_identifier,
    siren_of,
)
from collegial.actors.rules.likeness import (
    Likeness,
    Likenesses,
    Traits,
    contradictions,
    likeness,
    pairs_of_blocks,
)
from collegial.actors.rules.names import fold, nameless
from collegial.actors.rules.reach import read_phone, read_website, show_phone

__all__ = [
    "AGE_OF_MAJORITY",
    "BANK",
    "IdentifierKind",
    "Likeness",
    "Likenesses",
    "Traits",
    "contradictions",
    "fold",
    "is_of_age",
    "latest_birth_of_age",
    "likeness",
    "mask",
    "nameless",
    "of_age_on",
    "pairs_of_blocks",
    "read_identifier",
    "read_phone",
    "read_website",
    "show_identifier",
    "show_phone",
    "siren_of",
]
