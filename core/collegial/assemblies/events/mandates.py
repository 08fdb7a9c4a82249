"""What happens to voting rights: who is there, who represents whom, which forms came in."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class Arrived(Event):
    """Someone on the roll came in; `at` is when, where it was entered later than it happened."""

    key = "assemblies.arrived"
    sentence = t("Assembly %(assembly)s: entry %(entry)s of the roll came in.")
    assembly: int
    entry: int
    mode: str
    at: str | None = None


@dataclass(frozen=True, kw_only=True)
class Departed(Event):
    """Someone on the roll left; `at` is when, where it was entered later than it happened."""

    key = "assemblies.departed"
    sentence = t("Assembly %(assembly)s: entry %(entry)s of the roll left.")
    assembly: int
    entry: int
    at: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProxyGiven(Event):
    """A proxy was given."""

    key = "assemblies.proxy_given"
    sentence = t("Assembly %(assembly)s: entry %(giver)s gave its proxy to entry %(holder)s.")
    assembly: int
    giver: int
    holder: int
    on_paper: bool


@dataclass(frozen=True, kw_only=True)
class ProxyRevoked(Event):
    """A proxy was taken back, by its giver or by the giver's arrival."""

    key = "assemblies.proxy_revoked"
    sentence = t("Assembly %(assembly)s: the proxy of entry %(giver)s to entry %(holder)s ended.")
    assembly: int
    giver: int
    holder: int


@dataclass(frozen=True, kw_only=True)
class ProxyAccepted(Event):
    """A holder accepted a proxy, in words or by using it."""

    key = "assemblies.proxy_accepted"
    sentence = t("Assembly %(assembly)s: entry %(holder)s accepted the proxy of entry %(giver)s.")
    assembly: int
    giver: int
    holder: int


@dataclass(frozen=True, kw_only=True)
class ProxyDeclined(Event):
    """A holder declined a proxy."""

    key = "assemblies.proxy_declined"
    sentence = t("Assembly %(assembly)s: entry %(holder)s declined the proxy of entry %(giver)s.")
    assembly: int
    giver: int
    holder: int


@dataclass(frozen=True, kw_only=True)
class BlankGiven(Event):
    """A proxy without a holder was given: the chair uses it."""

    key = "assemblies.blank_given"
    sentence = t("Assembly %(assembly)s: entry %(giver)s left its vote to the chair.")
    assembly: int
    giver: int
    on_paper: bool


@dataclass(frozen=True, kw_only=True)
class SpouseGiven(Event):
    """A spouse or partner was named to come in for a voting right."""

    key = "assemblies.spouse_given"
    sentence = t("Assembly %(assembly)s: entry %(giver)s gave a proxy to a spouse or partner.")
    assembly: int
    giver: int
    on_paper: bool


@dataclass(frozen=True, kw_only=True)
class SpouseRevoked(Event):
    """The proxy to a spouse or partner was taken back, by its giver or by the giver's arrival."""

    key = "assemblies.spouse_revoked"
    sentence = t("Assembly %(assembly)s: entry %(giver)s’s proxy to a spouse or partner ended.")
    assembly: int
    giver: int


@dataclass(frozen=True, kw_only=True)
class BlankRevoked(Event):
    """A proxy without a holder was taken back, by its giver or by the giver's arrival."""

    key = "assemblies.blank_revoked"
    sentence = t("Assembly %(assembly)s: entry %(giver)s no longer leaves its vote to the chair.")
    assembly: int
    giver: int


@dataclass(frozen=True, kw_only=True)
class FormReceived(Event):
    """A form of vote by correspondence came in; its seal tells nothing of the choices."""

    key = "assemblies.form_received"
    sentence = t(
        "Assembly %(assembly)s: entry %(entry)s of the roll votes by correspondence (form %(form)s)."
    )
    assembly: int
    entry: int
    form: int
    way: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class FormWithdrawn(Event):
    """A form of vote by correspondence was withdrawn, replaced, or ended by its member's arrival."""

    key = "assemblies.form_withdrawn"
    sentence = t("Assembly %(assembly)s: form %(form)s of entry %(entry)s no longer holds.")
    assembly: int
    entry: int
    form: int
