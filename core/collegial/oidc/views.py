"""Go to the provider, come back, tie what it vouches for to one's account."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_security import current_user, login_user

from collegial.accounts.mailing import tell_owner
from collegial.accounts.models import Account
from collegial.kernel.errors import Refused
from collegial.kernel.text import t
from collegial.oidc import services
from collegial.oidc.provider import Vouched, lead_there, provider, vouched
from collegial.oidc.queries import account_of
from collegial.oidc.waiting import let_wait, wait_no_more, waiting
from collegial.web.languages import say
from collegial.web.program import public_address
from collegial.web.rendering import safe_next
from collegial.web.request import act, session, viewer

_ONWARD = "oidc_next"
_TIED = t("From now on you can sign in with %(provider)s.")
_UNTIED = t("Your account no longer opens with %(provider)s.")


def begin() -> ResponseReturnValue:
    """Lead to the provider."""
    cookie[_ONWARD] = safe_next(request.args.get("next"))
    try:
        return lead_there(public_address(url_for("oidc.come_back")))
    except Refused as refused:
        return _back_with(refused)


def come_back() -> ResponseReturnValue:
    """Sign in whom the provider vouches for; whoever it has not tied yet is asked to."""
    try:
        found = vouched()
    except Refused as refused:
        return _back_with(refused)
    if viewer().account_id is not None:
        let_wait(found)
        return redirect(url_for("oidc.tie"))
    account = account_of(session(), found.issuer, found.subject)
    return _ask_to_tie(found) if account is None else _enter(account, found)


def tie() -> ResponseReturnValue:
    """Show what would be tied, and tie it at the button."""
    found, name = waiting(), provider().name
    if found is None:
        flash(say(t("Begin again: the first step was a while ago.")), "info")
        return redirect(url_for("accounts.mine"))
    if request.method == "GET":
        return render_template("oidc/tie.html", provider=name, account=current_user)
    is_new = services.tie(act(), issuer=found[0], subject=found[1], provider=name)
    wait_no_more()
    if is_new:
        tell_owner(current_user, t("Another way to sign in was added"), _TIED.filled({"provider": name}))
    flash(say(_TIED.filled({"provider": name})), "success")
    return redirect(url_for("accounts.mine"))


def untie() -> ResponseReturnValue:
    """Take the identity away from one's own account."""
    of = provider()
    services.untie(act(), issuer=of.issuer, provider=of.name)
    tell_owner(current_user, t("A way to sign in was removed"), _UNTIED.filled({"provider": of.name}))
    flash(say(_UNTIED.filled({"provider": of.name})), "success")
    return redirect(url_for("accounts.mine"))


def _enter(account: Account, found: Vouched) -> ResponseReturnValue:
    """Sign in, by way of the second factor where the account needs one.

    What asks for a recent sign-in believes the provider only as far as it says when it last asked its user.
    """
    onward = cookie.pop(_ONWARD, None) or url_for("web.home")
    step = current_app.extensions["security"].two_factor_plugins.tf_enter(
        account, False, "oidc", next_loc=onward
    )
    if step is not None:
        return step  # type: ignore[no-any-return]
    login_user(account, authn_via=["oidc"])
    cookie["fs_paa"] = found.shown_at
    return redirect(onward)


def _ask_to_tie(found: Vouched) -> ResponseReturnValue:
    let_wait(found)
    text = t(
        "No account here knows this %(provider)s identity yet. Sign in once by mail, then link it to your account.",
        provider=provider().name,
    )
    flash(say(text), "info")
    return redirect(url_for("security.login", next=url_for("oidc.tie")))


def _back_with(refused: Refused) -> ResponseReturnValue:
    flash(say(refused.text), "error")
    onward = cookie.pop(_ONWARD, None)
    if viewer().account_id is not None:
        return redirect(url_for("accounts.mine"))
    return redirect(url_for("security.login", next=onward))
