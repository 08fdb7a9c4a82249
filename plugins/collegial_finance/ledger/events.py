"""What happens in the books; labels stay there, for they may name people."""

from dataclasses import dataclass

from collegial.plugin import Event, t


@dataclass(frozen=True, kw_only=True)
class EntryRecorded(Event):
    """An entry was written."""

    key = "finance.entry_recorded"
    sentence = t("Entry %(entry)s was written in the books by “%(source)s”.")
    entry: int
    source: str


@dataclass(frozen=True, kw_only=True)
class EntryReversed(Event):
    """An entry was taken back by another."""

    key = "finance.entry_reversed"
    sentence = t("Entry %(entry)s of the books was taken back by entry %(by)s.")
    entry: int
    by: int


@dataclass(frozen=True, kw_only=True)
class PeriodClosed(Event):
    """The books were closed through a day."""

    key = "finance.period_closed"
    sentence = t("The books were closed through %(through)s.")
    through: str


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    """An account was added to the chart."""

    key = "finance.account_opened"
    sentence = t("Account %(account)s was added to the chart.")
    account: str


EVENTS = (AccountOpened, EntryRecorded, EntryReversed, PeriodClosed)
