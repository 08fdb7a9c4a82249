"""Which passwords are taken: long ones that nobody would try first. Flask-Security asks here at each new one."""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from flask_security import PasswordUtil

from collegial.accounts.guessing import is_guessable
from collegial.accounts.leaks import Leaks
from collegial.accounts.models import Account
from collegial.actors.models import Actor
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import session

_GUESSABLE = t(
    "This password would be among the first that are tried. Take several words that have nothing to do with one "
    "another, nor with you."
)
_LEAKED = t("This password is known from a leak elsewhere. Choose one that you use nowhere else.")


class Passwords(PasswordUtil):
    """Checks a new password: its length first, by Flask-Security, then whether it is one of the first to be tried."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        self._leaks = Leaks(app.extensions["collegial"].settings.security.leaked_passwords)

    def validate(self, password: str, is_register: bool, **given: Any) -> tuple[list[str] | None, str]:  # noqa: FBT001 (called by Flask-Security)
        """Return what is wrong with a password, and the password as it is kept."""
        wrong, kept = super().validate(password, is_register, **given)
        if wrong:
            return wrong, kept
        if is_guessable(kept, _names(given.get("user"))):
            return [say(_GUESSABLE)], kept
        if self._leaks.holds(kept):
            return [say(_LEAKED)], kept
        return None, kept


def _names(account: Account | None) -> Iterator[str]:
    pays = current_program().settings.pays
    yield from (pays.name, pays.short_name)
    if account is not None:
        yield account.email
        person = session().get(Actor, account.actor_id) if account.actor_id else None
        yield person.name if person else ""
