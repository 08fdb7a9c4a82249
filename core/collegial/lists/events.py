"""What happens to lists that are prepared; they are named by number and page, never by what was looked for in them."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import nt_by, t


@dataclass(frozen=True, kw_only=True)
class ListAsked(Event):
    """Someone asked for a long list."""

    key = "lists.asked"
    sentence = t("The long list %(number)s was asked for: %(page)s.")
    number: int
    page: str


@dataclass(frozen=True, kw_only=True)
class ListReady(Event):
    """A long list can be fetched by whoever asked for it."""

    key = "lists.ready"
    sentence = nt_by(
        "rows",
        "The long list %(number)s is ready: %(rows)s row.",
        "The long list %(number)s is ready: %(rows)s rows.",
    )
    number: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class ListFailed(Event):
    """A long list cannot be made."""

    key = "lists.failed"
    sentence = t("The long list %(number)s could not be made.")
    number: int


@dataclass(frozen=True, kw_only=True)
class ListCancelled(Event):
    """Whoever asked for a long list does not want it any more."""

    key = "lists.cancelled"
    sentence = t("The long list %(number)s was cancelled.")
    number: int


EVENTS = (ListAsked, ListReady, ListFailed, ListCancelled)
