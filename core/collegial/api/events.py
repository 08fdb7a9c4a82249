"""What happens to tokens."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class TokenMade(Event):
    """A token was made."""

    key = "api.token_made"
    sentence = t("The account %(account)s made the token %(token)s.")
    account: int
    token: int
    acts: bool = False


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """A token was revoked."""

    key = "api.token_revoked"
    sentence = t("The account %(account)s revoked the token %(token)s.")
    account: int
    token: int


EVENTS = (TokenMade, TokenRevoked)
