"""Who must have a second factor in this deployment, and what follows when there is none."""

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import user_logged_in

from collegial.accounts.models import Account
from collegial.config import Settings
from collegial.kernel.permissions import Viewer
from collegial.two_factors.queries import Standing, State, has_app, has_passkey, standing
from collegial.two_factors.services import ask
from collegial.web.program import current_program
from collegial.web.request import act, gate_of_request, session, viewer

# What a person needs to set up a second factor, to leave, or to read in another language.
_FREE = {"static", "accounts.mine", "accounts.sign_out", "accounts.set_language", "web.language", "web.theme"}
_FREE_PARTS = {"security", "two_factors", "health"}


def asked_roles(settings: Settings) -> frozenset[str]:
    """Return the roles that need a second factor; none in a demonstration, where one signs in at a click."""
    return frozenset() if settings.demo else frozenset(settings.security.two_factors)


def must_have(settings: Settings, roles: frozenset[str]) -> bool:
    """Tell whether whoever holds these roles must have a second factor."""
    return bool(asked_roles(settings) & roles)


def standing_of(who: Viewer) -> Standing | None:
    """Return where a viewer stands; None for whoever needs no second factor."""
    program = current_program()
    if who.account_id is None or not must_have(program.settings, who.roles):
        return None
    days = program.settings.security.grace_days
    return standing(session(), who.account_id, program.clock.now(), days)


def needs_step(account: Account) -> bool:
    """Tell whether a first factor alone does not sign this account in."""
    roles = frozenset(role.name for role in account.roles)
    if has_app(session(), account.id):
        return True
    return must_have(current_program().settings, roles) and has_passkey(session(), account.id)


def hold_back(app: Flask) -> None:
    """Lead whoever is overdue to the page that sets one up, before any other page."""

    def check() -> ResponseReturnValue | None:
        gate = gate_of_request()
        if gate is None or gate.machine or _is_free():
            return None
        found = standing_of(viewer())
        if found is None or found.state is not State.OVERDUE:
            return None
        return redirect(url_for("two_factors.set_up"))

    app.before_request(check)
    user_logged_in.connect(_ask_at_sign_in, app)


def _is_free() -> bool:
    return request.endpoint in _FREE or request.blueprint in _FREE_PARTS


def _ask_at_sign_in(_app: Flask, user: Account, **_more: object) -> None:
    roles = frozenset(role.name for role in user.roles)
    if must_have(current_program().settings, roles) and not has_passkey(session(), user.id):
        ask(act(), user.id)
