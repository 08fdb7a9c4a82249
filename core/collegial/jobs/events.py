"""What people do about promised work that failed."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class WorkRetried(Event):
    """Work that had been given up is tried again."""

    key = "jobs.retried"
    sentence = t("The work %(task)s, number %(message)s, is tried again.")
    task: str
    message: int


@dataclass(frozen=True, kw_only=True)
class WorkDropped(Event):
    """Work that had been given up will not be done."""

    key = "jobs.dropped"
    sentence = t("The work %(task)s, number %(message)s, will not be done.")
    task: str
    message: int


EVENTS = (WorkRetried, WorkDropped)
