"""The rules of joining, free of any framework."""

from collegial.joining.rules.calling import Call, call_for
from collegial.joining.rules.categories import (
    CategoryAdvice,
    Tie,
    advise_category,
    doubt_category,
    meant_for,
    ties_for,
)
from collegial.joining.rules.consenting import CONSENTS, ConsentRule, print_of
from collegial.joining.rules.identifying import Registration, read_registration
from collegial.joining.rules.states import CLOSED, DECIDABLE, FRUITLESS, NEXT, ApplicationState, may_become

__all__ = [
    "CLOSED",
    "CONSENTS",
    "DECIDABLE",
    "FRUITLESS",
    "NEXT",
    "ApplicationState",
    "Call",
    "CategoryAdvice",
    "ConsentRule",
    "Registration",
    "Tie",
    "advise_category",
    "call_for",
    "doubt_category",
    "may_become",
    "meant_for",
    "print_of",
    "read_registration",
    "ties_for",
]
