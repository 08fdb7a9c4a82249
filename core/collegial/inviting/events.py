"""What happens to the roles of accounts."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class RolesTaken(Event):
    """Roles were taken from an account."""

    key = "inviting.roles_taken"
    sentence = t("The roles %(roles)s were taken from account %(account)s.")
    account: int
    roles: list[str]


EVENTS = (RolesTaken,)
