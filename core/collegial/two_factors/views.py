"""Show the second step, set up an app, keep recovery codes, help those who lost them."""

import time
from datetime import UTC, datetime

import segno
from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_security import current_user, login_user

from collegial.accounts.attempts import failures_by_period
from collegial.accounts.failing import note_failure
from collegial.accounts.holding import hold
from collegial.accounts.mailing import tell_owner
from collegial.accounts.permissions import ROLES
from collegial.accounts.rules import Way
from collegial.kernel.errors import Invalid
from collegial.kernel.text import nt, t
from collegial.two_factors import queries, services
from collegial.two_factors.asking import asked_roles, must_have, standing_of
from collegial.two_factors.forms import AppCodeForm, StepForm
from collegial.two_factors.rules import address_for_apps, new_secret, written_secret
from collegial.two_factors.sealing import opened, sealed
from collegial.two_factors.step import stop_waiting, waiting_account
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.rendering import safe_next
from collegial.web.request import act, session, viewer

_NEW, _NEW_SINCE = "second_new", "second_new_since"
_TIME_TO_SET_UP = 30 * 60
_SET_UP = t("An app was set up as the second factor of your account.")
_RENEWED = t("New recovery codes were made for your account; the earlier ones no longer work.")
_REMOVED = t("The app was removed from your account: the code by e-mail or the password signs in alone.")
_RESET = t(
    "An administrator removed the app, the recovery codes and the passkeys of your account, as its owner asked."
)


def step() -> ResponseReturnValue:
    """Ask for the second factor, then sign in."""
    account, onward = waiting_account(), safe_next(request.args.get("next"))
    if account is None:
        flash(say(t("Begin again: the first step was a while ago.")), "info")
        return redirect(url_for("security.login", next=onward))
    form, codes = StepForm(), queries.codes_left(session(), account.id)
    status = form.attempt(lambda: _show(account.id, form.code.data))
    if status is None:
        stop_waiting()
        login_user(account, authn_via=["second"])
        _tell_of_code(codes, queries.codes_left(session(), account.id))
        return redirect(onward)
    has_app = queries.has_app(session(), account.id)
    page = render_template(
        "two_factors/step.html", form=form, has_app=has_app, has_passkey=bool(account.webauthn), onward=onward
    )
    return page, status


def _show(account_id: int, code: str) -> None:
    """Take a code, or have it noted for the owner of the account that it was wrong, or used before."""
    try:
        services.show(act(), account_id, code, key=_key())
    except Invalid as refused:
        note_failure(account_id, Way.USED if refused.code == services.USED else Way.SECOND)
        raise


def set_up() -> ResponseReturnValue:
    """Show the secret to an app, and take the app once it shows a right code."""
    form, secret = AppCodeForm(), _secret_to_show()
    made: list[str] = []
    status = form.attempt(lambda: made.extend(services.set_up(act(), secret, form.code.data, key=_key())))
    if status is None:
        _stay_signed_in()
        tell_owner(current_user, t("A second factor was set up"), _SET_UP)
        return _codes(made)
    settings = current_program().settings
    address = address_for_apps(secret, issuer=settings.pays.short_name, account=current_user.email)
    page = render_template(
        "two_factors/set_up.html",
        form=form,
        picture=segno.make(address, micro=False).svg_data_uri(scale=5, border=3, light="#fff"),
        address=address,
        written=written_secret(secret),
        standing=standing_of(viewer()),
        has_app=queries.has_app(session(), current_user.id),
    )
    return page, status


def renew() -> ResponseReturnValue:
    """Make new recovery codes."""
    made = services.renew_codes(act(), key=_key())
    tell_owner(current_user, t("New recovery codes were made"), _RENEWED)
    return _codes(made)


def remove() -> ResponseReturnValue:
    """Take away one's own app."""
    services.remove(act(), must=must_have(current_program().settings, viewer().roles))
    tell_owner(current_user, t("Your second factor was removed"), _REMOVED)
    flash(say(t("The app is no longer asked for.")), "success")
    return redirect(url_for("accounts.mine"))


def staff() -> ResponseReturnValue:
    """Show who needs a second factor, and who has one."""
    roles = asked_roles(current_program().settings)
    accounts = queries.accounts_asked(session(), roles)
    return render_template(
        "two_factors/staff.html",
        accounts=accounts,
        apps=queries.with_app(session(), [one.id for one in accounts]),
        labels={role.key: role.label for role in ROLES},
        asked=[say(role.label) for role in ROLES if role.key in roles],
        days=current_program().settings.security.grace_days,
        failures=failures_by_period(session(), datetime.now(UTC)),
    )


def reset(account_id: int) -> ResponseReturnValue:
    """Ask whether the person was recognised, then let it start anew."""
    roles = asked_roles(current_program().settings)
    found = [one for one in queries.accounts_asked(session(), roles) if one.id == account_id]
    if request.method == "GET" and found:
        return render_template("two_factors/reset.html", account=found[0])
    account = services.reset(act(), account_id)
    tell_owner(account, t("Your second factor was reset"), _RESET)
    flash(say(t("Its owner signs in by e-mail now, and sets up another second factor.")), "success")
    return redirect(url_for("two_factors.staff"))


def _tell_of_code(before: int, left: int) -> None:
    """Say how many recovery codes are left to whoever signed in by one."""
    if left < before:
        text = nt(
            "You signed in by a recovery code: %(count)d is left. Phone lost? Set up another app on your account.",
            "You signed in by a recovery code: %(count)d are left. Phone lost? Set up another app on your account.",
            left,
        )
        flash(say(text), "warning")


def _codes(codes: list[str]) -> str:
    return render_template("two_factors/codes.html", codes=codes, email=current_user.email, today=act().today)


def _secret_to_show() -> bytes:
    """Return the secret of this set-up, the same while the page is open; sealed in the cookie meanwhile."""
    kept = cookie.get(_NEW, "") if time.time() - cookie.get(_NEW_SINCE, 0) < _TIME_TO_SET_UP else ""
    known = opened(kept, _key(), current_user.id) if kept else None
    if known is not None:
        return known
    secret = new_secret()
    cookie[_NEW], cookie[_NEW_SINCE] = sealed(secret, _key(), current_user.id), time.time()
    return secret


def _stay_signed_in() -> None:
    """Keep this session: all others of the account have just ended."""
    cookie.pop(_NEW, None)
    cookie["_user_id"] = current_user.fs_uniquifier
    hold(current_user)


def _key() -> str:
    return current_program().settings.secrets.totp
