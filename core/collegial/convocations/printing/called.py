"""What a letter of convocation says, as facts: one letter, and what all letters of an assembly share."""

from dataclasses import dataclass
from datetime import date, datetime

from collegial.assemblies.models import AssemblyKind
from collegial.assemblies.queries.telling import Told
from collegial.hooks.voting import PaperForm, Poll
from collegial.kernel.money import Money
from collegial.kernel.text import Text
from collegial.statutes.rules import FormDates, OnArrival


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One convocation: for whom, and the personal link."""

    name: str
    number: int
    address: tuple[str, ...]
    link: str
    college: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """An election on the form: its list, and how it is filled in; `college` is the only one asked, if one is.

    `form` None where this way of voting cannot be filled in on paper.
    """

    number: int
    poll: Poll
    form: PaperForm | None
    college: str | None


@dataclass(frozen=True, kw_only=True)
class Called:
    """What every letter of an assembly says; `capital` is None where there are no shares.

    `return_to` is the address to which forms on paper come back, empty where the settings name none.
    `forms` has the dates of votes by correspondence that lie ahead, `late` those that were over when the letter left.
    """

    pays: str
    legal_mention: str
    seat: str
    capital: Money | None
    title: str
    kind: AssemblyKind
    starts_at: datetime
    held_on: date
    place: str
    online_address: str | None
    agenda: tuple[str, ...]
    resolutions: tuple[Told, ...]
    ballots: tuple[Ballot, ...]
    secret: tuple[int, ...]
    documents: tuple[str, ...]
    proxies: int
    first_held_on: date | None
    return_to: str = ""
    counted: tuple[Text, ...] = ()
    forms: FormDates | None = None
    late: FormDates | None = None
    on_arrival: OnArrival = OnArrival.BOUND
    blank: bool = False
    backed: tuple[int, ...] = ()
