"""The funding rounds of whichever module offers them: asked by the capability, never by an import."""

from decimal import Decimal
from typing import Protocol, TypedDict

from sqlalchemy.orm import Session

from collegial.plugin import Money, Refused, offered

CAPABILITY = "funding-rounds"
HELD = "held"


class Round(TypedDict):
    """A round as its module tells it; amounts in euros, `state` one of open, held, lapsed, cancelled."""

    number: int
    title: str
    goal: Decimal
    pledged: Decimal
    state: str


class Rounds(Protocol):
    """What those who offer funding rounds and those who use them agreed on."""

    module: str

    def open_rounds(self, session: Session) -> list[Round]:
        """Return each round that still gathers."""

    def find(self, session: Session, number: int) -> Round | None:
        """Return a round by its number, whatever became of it."""


def service(session: Session) -> Rounds | None:
    """Return the module in use; None where no active module offers rounds."""
    try:
        found: Rounds = offered(session, CAPABILITY)
    except Refused:
        return None
    return found


def open_rounds(session: Session) -> list[Round]:
    """Return the rounds that still gather; nothing without a module."""
    found = service(session)
    return found.open_rounds(session) if found else []


def find(session: Session, module: str, number: int) -> Round | None:
    """Return a round of a module; None where another module is in use now, or none, or it is gone."""
    found = service(session)
    return found.find(session, number) if found and found.module == module else None


def euros(amount: Decimal) -> Money:
    """Return an amount that another module told in euros."""
    return Money(int(amount * 100))
