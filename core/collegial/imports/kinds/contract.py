"""What a kind of list says of itself: its fields, what its rows would bring, and how they are written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from collegial.imports.rules import Fault, ImportField, Known, Outcome, Reading, RowActor
from collegial.imports.rules.admission import Joining
from collegial.kernel.events import Context
from collegial.kernel.permissions import Permission
from collegial.kernel.text import Text


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Who is to vote for an organisation."""

    name: str
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What one row would bring.

    `known` is the actor it means, `joining` how it makes a member, `voice` who is to vote for it.
    """

    outcome: Outcome
    row: RowActor | None = None
    known: Known | None = None
    joining: Joining | None = None
    voice: Voice | None = None
    faults: tuple[Fault, ...] = field(default=())

    @property
    def day(self) -> date:
        """Return the day by which rows are put in the order in which they are written."""
        return self.joining.admitted_on if self.joining else date.min


@dataclass(frozen=True, kw_only=True)
class ImportKind:
    """A kind of list.

    `permissions` are those of the acts it does in the name of whoever starts it. `needs` are groups of
    fields, one of each of which must have a column or a default. `plan` reads and never writes; `apply`
    writes rows that were just planned, all of them or, when it raises a DomainError, none.
    """

    key: str
    label: Text
    lead: Text
    permissions: tuple[Permission, ...]
    fields: tuple[ImportField, ...]
    needs: tuple[tuple[str, ...], ...]
    plan: Callable[[Context, Sequence[Reading]], list[Planned]]
    apply: Callable[[Context, Sequence[Planned]], None]
