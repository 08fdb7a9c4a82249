"""What the papers on shares state, as settled facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from collegial.kernel.money import Money
from collegial.shares.rules import AnnualStatement, EntryKind


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who gives a paper out; the legal mention names form, variable capital, seat and registration (L1)."""

    name: str
    legal_mention: str
    locality: str


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whom a paper is about; the address is what is known of it, the category None for someone who left."""

    name: str
    number: int
    admitted_on: date
    address: tuple[str, ...]
    category: str | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry of the register; who gave and who received are named, an empty name is the cooperative."""

    number: int
    day: date
    kind: EntryKind
    giver: str
    receiver: str
    shares: int
    amount: Money
    corrects: int | None


@dataclass(frozen=True, kw_only=True)
class Seal:
    """The end of the register when a paper was printed: who holds both can check one by the other."""

    number: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """What a member holds on a day (attestation de parts); lines give the shares with their sign."""

    issuer: Issuer
    holder: Holder
    day: date
    shares: int
    nominal: Money
    worth: Money
    paid: Money
    lines: tuple[Line, ...]
    seal: Seal


@dataclass(frozen=True, kw_only=True)
class SubscriptionFacts:
    """A subscription (bulletin de souscription): one that was entered, or a form to fill in by hand.

    In the latter `number`, `shares`, `paid` and `day` are None. `first_part` is the least to pay at once for
    one share, `years` the time for the rest.
    """

    issuer: Issuer
    holder: Holder
    nominal: Money
    first_part: Money
    years: int
    number: int | None = None
    shares: int | None = None
    paid: Money | None = None
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class ExtractFacts:
    """Entries of the register in their order: of one member, or of all when `holder` is None."""

    issuer: Issuer
    holder: Holder | None
    day: date
    lines: tuple[Line, ...]
    shares: int
    worth: Money
    seal: Seal


@dataclass(frozen=True, kw_only=True)
class StatementFacts:
    """The year of the variable capital; `names` gives the categories in their order, by key."""

    issuer: Issuer
    statement: AnnualStatement
    names: Mapping[str, str]
    highest: Money
    floor: Money
    seal: Seal


@dataclass(frozen=True, kw_only=True)
class CallFacts:
    """What a member is asked to pay, by when, and on which account; without an IBAN it says to ask for it."""

    issuer: Issuer
    holder: Holder
    iban: str
    bic: str
    number: int
    shares: int
    subscribed_on: date
    subscribed: Money
    amount: Money
    called_on: date
    pay_by: date
    reference: str
