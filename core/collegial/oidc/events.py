"""What happens to identities."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class IdentityTied(Event):
    """An account signs in by an identity of the provider from now on."""

    key = "oidc.tied"
    sentence = t("Account %(account)s was linked to its owner’s %(provider)s identity.")
    account: int
    provider: str


@dataclass(frozen=True, kw_only=True)
class IdentityUntied(Event):
    """An identity no longer signs in to an account: its owner, or whoever set the account right, took it away."""

    key = "oidc.untied"
    sentence = t("Account %(account)s no longer opens with %(provider)s.")
    account: int
    provider: str


EVENTS = (IdentityTied, IdentityUntied)
