"""Which passwords are taken: long ones that nobody would try first. Flask-Security asks here at each new one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from flask_security import PasswordUtil

from collegial.accounts.guessing import ENOUGH, is_guessable, strength
from collegial.accounts.leaks import Leaks
from collegial.accounts.models import Account
from collegial.actors.models import Actor
from collegial.kernel.text import Text, nt, t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import session

_GUESSABLE = t(
    "This password would be among the first that are tried. Take several words that have nothing to do with one "
    "another, nor with you."
)
_LEAKED = t("This password is known from a leak elsewhere. Choose one that you use nowhere else.")


_BEST = 4


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a password that is being typed is worth: from 0 to 3, from 2 on it is taken; and the words for it."""

    level: int
    said: Text


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

    def look(self, password: str, account: Account | None) -> Look:
        """Tell what a password that is being typed is worth, by the rule that will judge it.

        The service that knows leaks is not asked: from one beginning after another it could put the whole together.
        """
        kept = self.normalize(password)
        missing = int(current_app.config["SECURITY_PASSWORD_LENGTH_MIN"]) - len(kept)
        if missing > 0:
            few = nt("%(count)d more character is needed.", "%(count)d more characters are needed.", missing)
            return Look(level=0, said=few)
        found = strength(kept, _names(account))
        if found < ENOUGH:
            return Look(
                level=1, said=t("Long enough, but easy to guess: add words that have nothing to do with it.")
            )
        return (
            Look(level=2, said=t("Hard to guess."))
            if found < _BEST
            else Look(level=3, said=t("Very hard to guess."))
        )


def _names(account: Account | None) -> Iterator[str]:
    pays = current_program().settings.pays
    yield from (pays.name, pays.short_name)
    if account is not None:
        yield account.email
        person = session().get(Actor, account.actor_id) if account.actor_id else None
        yield person.name if person else ""
