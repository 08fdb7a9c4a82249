"""Flask-Security set up for us: password, code or link by mail, passkey; and the freshness of a sign-in."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_login import user_logged_in
from flask_mailman import Mail
from flask_security import (
    Security,
    SQLAlchemySessionUserDatastore,
    Totp,
    WebauthnUtil,
    current_user,
)
from flask_security.signals import wan_deleted, wan_registered
from flask_security.utils import check_and_update_authn_fresh
from webauthn.helpers.structs import UserVerificationRequirement

from collegial.accounts import codes
from collegial.accounts.events import SignedIn
from collegial.accounts.failing import keep_failures
from collegial.accounts.forms import FORMS, LostPasswordForm, SignInForm
from collegial.accounts.holding import held_viewer, hold_sessions
from collegial.accounts.keeping import (
    keep_form,
    note_dropped,
    show_form,
    tell_of_dropped,
)
from collegial.accounts.mailing import Post, post_after_commit, tell_owner
from collegial.accounts.models import Account, Passkey, RoleRow
from collegial.accounts.options import FRESHNESS, GRACE, RATES, STEP_RATES, account_in_question, options
from collegial.accounts.passwords import Passwords
from collegial.accounts.queries import viewer_for
from collegial.accounts.words import SecurityDomain
from collegial.config import Settings
from collegial.kernel.permissions import ANONYMOUS, Viewer
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.rendering import safe_next
from collegial.web.request import session, session_proxy
from collegial.web.security import LONGEST_ADDRESS, restrain

OPEN_ENDPOINTS = frozenset(
    f"security.{name}"
    for name in (
        "login", "us_signin", "us_signin_send_code", "us_verify_link",
        "us_verify", "us_verify_send_code",
        "change_password", "forgot_password", "reset_password",
        "wan_register", "wan_register_response", "wan_signin", "wan_signin_response",
        "wan_delete", "wan_verify", "wan_verify_response",
    )
)  # fmt: skip


# The pages that begin with an address, and its field.
_BY_ADDRESS: dict[str | None, tuple[type[SignInForm] | type[LostPasswordForm], str]] = {
    "security.us_signin_send_code": (SignInForm, "identity"),
    "security.login": (SignInForm, "identity"),
    "security.forgot_password": (LostPasswordForm, "email"),
}


class PhonesWelcome(WebauthnUtil):
    """Passkeys kept in the phone itself are accepted, not only keys one plugs in.

    A passkey signs in alone, so the device must have checked its owner: finger, face or PIN.
    """

    def authenticator_selection(self, user: Any, usage: str) -> Any:
        """Ask for a passkey that names its owner, of any attachment."""
        selection = super().authenticator_selection(user, usage)
        selection.authenticator_attachment = None
        selection.user_verification = UserVerificationRequirement.REQUIRED
        return selection

    def user_verification(self, _user: Any, _usage: list[str]) -> UserVerificationRequirement:
        """Ask the device to check its owner."""
        return UserVerificationRequirement.REQUIRED


class MailedCodes(Totp):
    """Codes of ours in place of time-based ones, which would all be good at any time, and many times."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        super().__init__(secrets, issuer)
        self._secret = secrets["1"]

    def generate_totp_password(self, totp_secret: str) -> str:
        """Return the code to send."""
        return codes.digits(totp_secret, self._secret)

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:  # noqa: ARG002
        """Tell whether this is the code, and use up the code or a try; of many at one moment, each finds what is left.

        So what is kept is read here, under the lock of its account, and not as the library read it before.
        """
        session().get(Account, user.id, with_for_update=True)
        is_right, kept = codes.check(user.code, token, self._secret, datetime.now(UTC))
        user.keep_code(kept)
        return is_right


def sign_in(app: Flask, settings: Settings) -> None:
    """Set up mail and Flask-Security, on our own sessions."""
    app.config.update(options(settings))
    Mail(app)
    post_after_commit(app, settings)
    datastore = SQLAlchemySessionUserDatastore(cast("Any", session_proxy), Account, RoleRow, Passkey)
    security = Security(
        app,
        datastore,
        webauthn_util_cls=PhonesWelcome,
        totp_cls=MailedCodes,
        mail_util_cls=Post,
        password_util_cls=Passwords,
        **cast("Any", FORMS),
    )
    security.want_json(lambda _request: False)  # in JSON, its answers would tell who has an account
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]  # a session, never a token
    security.i18n_domain = SecurityDomain()
    app.jinja_env.globals["_fsdomain"] = security.i18n_domain.gettext
    hold_sessions(app)
    keep_failures(app)
    _load_account_when_asked(app, security)
    app.before_request(_ask_for_address)
    app.before_request(tell_of_dropped)
    user_logged_in.connect(_note_sign_in, app)
    wan_registered.connect(_tell_of_passkey, app)
    wan_deleted.connect(_tell_of_passkey_gone, app)
    restrain(app, RATES | STEP_RATES, account_in_question)


def _ask_for_address() -> ResponseReturnValue | None:
    """Show the form again to whoever sent it without an address: the library would say that a mail is on its way.

    One that is too long for any is not even looked at: of two million signs, that takes half a second.
    """
    if request.method != "POST" or request.endpoint not in _BY_ADDRESS:
        return None
    kind, name = _BY_ADDRESS[request.endpoint]
    if 0 < len(request.form.get(name, "").strip()) <= LONGEST_ADDRESS:
        return None
    form = kind()
    form[name].data, form[name].errors = "", [say(t("Write the e-mail address of your account."))]
    page = "forgot_password" if kind is LostPasswordForm else "us_signin"
    return render_template(f"accounts/security/{page}.html", **{f"{page}_form": form}), 422


def load_viewer() -> Viewer:
    """Return the viewer of this request; the library, which loads the whole account, is asked where none is found."""
    program = current_program()
    found = _viewer_of_cookie()
    if found is None and current_user.is_authenticated:
        found = viewer_for(session(), current_user, program.registry)
    return ANONYMOUS if found is None else replace(found, reach=program.host.reach)


def _viewer_of_cookie() -> Viewer | None:
    """Return whom the session's row stands for, as the library's own loader would find it; None where none does."""
    mark, manager = cookie.get("_user_id"), current_app.login_manager  # type: ignore[attr-defined]
    if not mark or manager._session_protection_failed():  # noqa: SLF001 (it is half of the loader replaced here)
        return None
    return held_viewer(str(mark))


def _load_account_when_asked(app: Flask, security: Security) -> None:
    """Let the library load the account where a page asks for it; two of its parts would ask in every request."""
    security.principal.identity_loaders.clear()  # rights are asked of the viewer alone
    app.template_context_processors[None] = [
        one for one in app.template_context_processors[None] if one.__name__ != "_user_context_processor"
    ]
    app.jinja_env.globals["current_user"] = current_user


def freshen() -> ResponseReturnValue | None:
    """Ask for the sign-in again when it is too old for what follows; None when it is recent.

    A form whose one address shows and acts is kept, and shown again; from any other one comes back to its page, which
    says that nothing was done.
    """
    if _is_recent():
        show_form()
        return None
    if request.method == "GET":
        return redirect(url_for("security.us_verify", next=_way_back()))
    return redirect(url_for("security.us_verify", next=keep_form() or note_dropped(_way_back())))


def _is_recent() -> bool:
    """Say whether the sign-in is recent, or what was begun while it was is being finished: once, not step by step."""
    signed_in_at = float(cookie.get("fs_paa") or 0)
    longest = (FRESHNESS + GRACE).total_seconds()
    return time.time() - signed_in_at < longest and check_and_update_authn_fresh(FRESHNESS, GRACE)


def _way_back() -> str:
    if request.method == "GET":
        return request.full_path.rstrip("?")
    try:
        came_from = urlsplit(request.referrer or "")
    except ValueError:
        return url_for("web.home")
    if came_from.netloc != request.host:
        return url_for("web.home")
    return safe_next(came_from._replace(scheme="", netloc="", fragment="").geturl())


def _note_sign_in(_app: Flask, user: Account, **_more: Any) -> None:
    """Note the sign-in, and let the forms' token of before, which someone may have planted, be worth nothing."""
    cookie.pop("csrf_token", None)
    program = current_program()
    viewer = viewer_for(session(), user, program.registry)
    program.context(session(), viewer).emit(SignedIn(account=user.id))


def _tell_of_passkey(_app: Flask, user: Account, name: str, **_more: Any) -> None:
    tell_owner(
        user, t("A passkey was added"), t("The passkey “%(name)s” was added to your account.", name=name)
    )


def _tell_of_passkey_gone(_app: Flask, user: Account, name: str, **_more: Any) -> None:
    gone = t("The passkey “%(name)s” was removed from your account.", name=name)
    tell_owner(user, t("A passkey was removed"), gone)
