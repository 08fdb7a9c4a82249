"""What happens to accounts."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class AccountCreated(Event):
    """An account was opened for a person."""

    key = "accounts.created"
    sentence = t("Account %(account)s was opened with the roles %(roles)s.")
    account: int
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class RolesGiven(Event):
    """An account was given more roles."""

    key = "accounts.roles_given"
    sentence = t("Account %(account)s was given the roles %(roles)s.")
    account: int
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class OwnerGiven(Event):
    """An account that was nobody's is a person's."""

    key = "accounts.owner_given"
    sentence = t("Account %(account)s is that of actor %(actor)s from now on.")
    account: int
    actor: int


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """Someone signed in."""

    key = "accounts.signed_in"
    sentence = t("Account %(account)s signed in.")
    account: int


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    """Someone ended sessions of its own account, elsewhere than here."""

    key = "accounts.sessions_ended"
    sentence = t("Account %(account)s ended its sessions on other devices: %(sessions)s.")
    account: int
    sessions: int


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """An account was closed for good."""

    key = "accounts.closed"
    sentence = t("Account %(account)s was closed.")
    account: int


@dataclass(frozen=True, kw_only=True)
class AddressChangeAsked(Event):
    """The owner of an account asked for another address."""

    key = "accounts.address_asked"
    sentence = t("Account %(account)s asked for another address.")
    account: int


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """An account signs in by another address."""

    key = "accounts.address_changed"
    sentence = t("Account %(account)s confirmed its new address.")
    account: int


@dataclass(frozen=True, kw_only=True)
class AddressChangeStopped(Event):
    """A change of address was taken back from the former one."""

    key = "accounts.address_stopped"
    sentence = t("Account %(account)s took a change of its address back.")
    account: int
    undone: bool
    asked_at: str  # what the account was given from that moment on may be another one's


EVENTS = (
    AccountCreated, RolesGiven, SignedIn, SessionsEnded, AccountClosed, AddressChangeAsked, AddressChanged,
    AddressChangeStopped, OwnerGiven,
)  # fmt: skip
