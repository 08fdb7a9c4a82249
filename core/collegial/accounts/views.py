"""One's own account."""

from datetime import UTC, datetime
from typing import cast

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from flask_security import current_user, logout_user

from collegial.accounts import attempts, links, queries, services
from collegial.accounts.forms import AddressForm, LanguageForm, PasskeyForm
from collegial.accounts.holding import here
from collegial.accounts.passwords import Passwords
from collegial.accounts.permissions import ROLES
from collegial.accounts.rules import Way
from collegial.accounts.services import addresses
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.rendering import safe_next
from collegial.web.request import act, session, viewer

_MOST_TYPED = 1024
_YEAR = 365 * 24 * 3600
WAYS = {
    Way.CODE: t("A wrong code, or one that had ended"),
    Way.PASSWORD: t("A wrong password"),
    Way.SECOND: t("A wrong second factor, after a right first one"),
    Way.USED: t("A code of your app that had been used before"),
}


def mine() -> ResponseReturnValue:
    """Show how one signs in, and what one may do."""
    return _page(_language_form())


def set_language() -> ResponseReturnValue:
    """Keep the language on the account, for mails, and in this browser, for pages."""
    form = _language_form()
    if not form.validate_on_submit():
        return _page(form), 422
    services.choose_language(act(), locale=form.locale.data)
    with force_locale(form.locale.data):
        flash(gettext("Your language is saved."), "success")
    answer = redirect(url_for("accounts.mine"))
    is_https = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(
        "locale", form.locale.data, max_age=_YEAR, samesite="Lax", httponly=True, secure=is_https
    )
    return answer


def sign_out() -> ResponseReturnValue:
    """End this session."""
    logout_user()
    flash(gettext("You are signed out."), "success")
    return redirect(url_for("web.home"))


def my_sessions() -> ResponseReturnValue:
    """Show where one is signed in."""
    found = queries.sessions_of(session(), current_user.id, datetime.now(UTC))
    tried = attempts.attempts_of(session(), current_user.id)
    return render_template("accounts/sessions.html", sessions=found, here=here().id, tried=tried, ways=WAYS)


def end_session(held_id: int) -> ResponseReturnValue:
    """End one of one's own sessions; the present one as by signing out."""
    if held_id == here().id:
        return sign_out()
    services.end_session(act(), held_id)
    flash(gettext("That session is over."), "success")
    return redirect(url_for("accounts.my_sessions"))


def end_other_sessions() -> ResponseReturnValue:
    """End all of one's own sessions but this one."""
    services.end_other_sessions(act(), but=here().id)
    flash(gettext("You are signed in here only."), "success")
    return redirect(url_for("accounts.my_sessions"))


def change_address() -> ResponseReturnValue:
    """Ask for another address to sign in by."""
    form = AddressForm()
    status = form.attempt(lambda: addresses.ask_for_address(act(), email=form.email.data))
    if status is None:
        flash(
            say(t("An e-mail is on its way to %(email)s. Open its link to confirm.", email=form.email.data)),
            "success",
        )
        return redirect(url_for("accounts.mine"))
    return render_template("accounts/address.html", form=form, present=current_user.email), status


def confirm_address(token: str) -> ResponseReturnValue:
    """Show what a link confirms, and confirm it at the button: programs that look at mails open links."""
    number = links.to_confirm(token)
    if request.method == "POST":
        change = addresses.confirm_address(act(), number)
        flash(say(t("From now on you sign in with %(email)s.", email=change.email)), "success")
        return redirect(url_for("security.login"))
    change = addresses.address_change(act(), number)
    return render_template("accounts/address_confirm.html", change=change)


def stop_address(token: str) -> ResponseReturnValue:
    """Show what a link stops, and stop it at the button."""
    number = links.to_stop(token)
    if request.method == "POST":
        addresses.stop_address(act(), number)
        flash(
            say(t("The change is stopped: your account keeps its former address. Sign in to look at it.")),
            "success",
        )
        return redirect(url_for("security.login"))
    change = addresses.address_change(act(), number)
    return render_template("accounts/address_stop.html", change=change)


def look_at_password() -> ResponseReturnValue:
    """Tell what a password is worth while it is typed; nothing is kept, and nothing is promised."""
    passwords = cast("Passwords", current_app.extensions["security"].password_util)
    found = passwords.look(
        request.form.get("password", "")[:_MOST_TYPED],
        current_user if current_user.is_authenticated else None,
    )
    return jsonify(level=found.level, said=say(found.said))


def sign_in_again() -> ResponseReturnValue:
    """Go back to the start of signing in."""
    return redirect(url_for("security.login", next=safe_next(request.args.get("next"))))


def confirm_again() -> ResponseReturnValue:
    """Go back to the start of confirming."""
    return redirect(url_for("security.us_verify", next=safe_next(request.args.get("next"))))


def _language_form() -> LanguageForm:
    return LanguageForm(offered=current_program().settings.pays.languages, locale=viewer().locale)


def _page(form: LanguageForm) -> str:
    roles = [role.label for role in ROLES if role.key in viewer().roles]
    return render_template(
        "accounts/mine.html",
        account=current_user,
        roles=roles,
        form=form,
        passkey_form=PasskeyForm(formdata=None),
    )
