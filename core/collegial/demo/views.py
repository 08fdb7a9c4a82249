"""Show the demonstration, sign in as one of its people, read their mails."""

from io import BytesIO

from flask import Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_security import login_user, logout_user

from collegial.accounts.permissions import ROLES
from collegial.accounts.queries import account_by_email
from collegial.demo.links import persona_of_token
from collegial.demo.mailbox import attachment, mails
from collegial.demo.personas import Persona, persona, personas
from collegial.kernel.errors import Missing
from collegial.kernel.paging import part_of
from collegial.kernel.text import Text, t
from collegial.web.languages import worded
from collegial.web.program import current_program
from collegial.web.request import session

_MAILS = 15  # a mail is long on a phone


def refuse_elsewhere() -> None:
    """Answer 404 to whatever lies under /demo, unless this is a demonstration."""
    is_ours = request.path == "/demo" or request.path.startswith("/demo/")
    if is_ours and not current_program().settings.demo:
        abort(404)


def index() -> ResponseReturnValue:
    """Say what the demonstration is, and who one can be in it."""
    abouts = {key: worded(one) for key, one in personas().items()}
    return render_template("demo/index.html", personas=personas().values(), abouts=abouts, labels=_labels())


def _labels() -> dict[str, Text]:
    return {role.key: role.label for role in ROLES}


def sign_in(key: str) -> ResponseReturnValue:
    """Sign in as a persona chosen on the page."""
    return _become(persona(key))


def follow_link(token: str) -> ResponseReturnValue:
    """Sign in as the persona a printed link stands for."""
    return _become(persona_of_token(current_program().settings, token))


def mailbox() -> ResponseReturnValue:
    """Show what was written to invented addresses, or to one of the personas."""
    chosen = personas().get(request.args.get("to", ""))
    settings = current_program().settings
    kept = mails(settings, {chosen.email} if chosen else None)
    return render_template(
        "demo/mailbox.html",
        page=part_of(kept, number=request.args.get("page", 1, type=int), size=_MAILS),
        names={one.email: one.name for one in personas().values()},
        personas=personas().values(),
        chosen=chosen,
        labels=_labels(),
        is_kept=settings.mail.backend == "file",
    )


def attached(key: str, number: int) -> Response:
    """Give what is attached to a mail, to be saved."""
    file = attachment(current_program().settings, key, number)
    answer = send_file(BytesIO(file.content), as_attachment=True, download_name=file.name, max_age=0)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _become(one: Persona) -> ResponseReturnValue:
    account = account_by_email(session(), one.email)
    if account is None:
        raise Missing(
            "demo.no_account",
            t("%(name)s has no account here: the demonstration was not filled.", name=one.name),
        )
    logout_user()
    login_user(account, authn_via=["demo"])
    flash(gettext("You are signed in as %(name)s.", name=one.name), "success")
    answer = redirect(url_for("web.home"))
    # Who reads English goes on in English, whatever the invented person reads.
    if "locale" not in request.cookies:
        answer.set_cookie("locale", str(get_locale()), samesite="Lax", httponly=True)
    return answer
