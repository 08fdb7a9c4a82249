"""The letter of a convocation and the forms at its end: facts into words, words into an accessible PDF (L31)."""

from collegial.convocations.printing.called import Ballot, Called, Letter
from collegial.convocations.printing.letter import common_document, print_letters

__all__ = ["Ballot", "Called", "Letter", "common_document", "print_letters"]
