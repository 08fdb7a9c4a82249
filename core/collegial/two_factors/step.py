"""The step between the first factor and being signed in, as Flask-Security asks for it."""

import time
from typing import Any

from flask import Blueprint, Flask, redirect, url_for
from flask import session as cookie
from flask_security.tf_plugin import TfPluginBase
from sqlalchemy import select
from werkzeug.wrappers import Response

from collegial.accounts.models import Account
from collegial.two_factors.asking import needs_step
from collegial.web.request import session

# How long a right first factor waits for the second one.
WAITING = 10 * 60
_WHO, _SINCE = "tf_user_id", "second_since"


class SecondStep(TfPluginBase):
    """Leads from a right first factor to our page; nobody is signed in before that."""

    def __init__(self, app: Flask) -> None:
        """Need nothing of the application."""

    def create_blueprint(self, app: Flask, bp: Blueprint, state: Any) -> None:
        """Add no page: ours are in the route table."""

    def get_setup_methods(self, user: Any) -> list[tuple[str, str]]:
        """Return a method where the account needs the step."""
        return [("second", "second")] if needs_step(user) else []

    def tf_login(
        self,
        user: Any,  # noqa: ARG002
        json_payload: dict[str, Any],  # noqa: ARG002
        next_loc: str | None,
    ) -> Response:
        """Remember when the first factor was right; Flask-Security remembers whose it was."""
        cookie[_SINCE] = time.time()
        return redirect(url_for("two_factors.step", next=next_loc))


def waiting_account() -> Account | None:
    """Return whose first factor was right a moment ago in this browser."""
    if time.time() - cookie.get(_SINCE, 0) > WAITING:
        stop_waiting()
        return None
    query = select(Account).where(Account.fs_uniquifier == cookie.get(_WHO, ""), Account.active)
    return session().scalars(query).one_or_none()


def stop_waiting() -> None:
    """Forget a first factor."""
    for name in (_WHO, _SINCE):
        cookie.pop(name, None)
