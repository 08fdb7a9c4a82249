"""What happens to webhooks; the journal names them by number and host, an address may hold a secret of its receiver."""

from dataclasses import dataclass
from typing import ClassVar

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class WebhookAdded(Event):
    """Another program is told from now on."""

    key = "webhooks.added"
    sentence = t("The webhook %(webhook)s to %(host)s was added: %(kinds)s.")
    webhook: int
    host: str
    kinds: str


@dataclass(frozen=True, kw_only=True)
class WebhookChanged(Event):
    """Another program is told something else."""

    key = "webhooks.changed"
    sentence = t("The webhook %(webhook)s to %(host)s was changed: %(kinds)s.")
    webhook: int
    host: str
    kinds: str


@dataclass(frozen=True, kw_only=True)
class WebhookPaused(Event):
    """Another program is told nothing until somebody resumes it."""

    key = "webhooks.paused"
    sentence = t("The webhook %(webhook)s to %(host)s was paused (%(why)s).")
    words: ClassVar = {"why": {"asked": t("by an administrator"), "gone": t("its receiver is gone")}}
    webhook: int
    host: str
    why: str


@dataclass(frozen=True, kw_only=True)
class WebhookResumed(Event):
    """Another program is told again."""

    key = "webhooks.resumed"
    sentence = t("The webhook %(webhook)s to %(host)s was resumed.")
    webhook: int
    host: str


@dataclass(frozen=True, kw_only=True)
class WebhookRemoved(Event):
    """Another program is told nothing any more."""

    key = "webhooks.removed"
    sentence = t("The webhook %(webhook)s to %(host)s was removed.")
    webhook: int
    host: str


EVENTS = (WebhookAdded, WebhookChanged, WebhookPaused, WebhookResumed, WebhookRemoved)
