"""Set the logo and the colour of the Pays, after a look at both themes."""

from io import BytesIO

from flask import Response, abort, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from collegial.files.exchanging import received
from collegial.files.models import StoredFile
from collegial.files.rules import Upload
from collegial.files.services import store_file
from collegial.hosting.permissions import MANAGE
from collegial.hosting.settings import save_settings
from collegial.kernel.colours import PREPARED
from collegial.kernel.errors import Invalid
from collegial.kernel.text import t
from collegial.publishing.forms import LookForm
from collegial.publishing.rules.looks import check_accent, check_logo
from collegial.web.languages import say
from collegial.web.look import LOOK, Look, dressed_pays, look_of
from collegial.web.program import current_program
from collegial.web.request import act, session

_YEAR = 365 * 24 * 3600


def look() -> ResponseReturnValue:
    """Show the present look, another one before it is set, and set it."""
    present = look_of(session())
    is_own = bool(present.accent) and present.accent not in PREPARED
    form = LookForm(
        data={"accent": "own" if is_own else present.accent, "own": present.accent if is_own else ""}
    )
    if request.form.get("act") == "preview":
        status = form.attempt(lambda: _try(form))
        return _page(form, present, tried=form.wished if status is None else None), status or 200
    status = form.attempt(lambda: _set(form, present))
    if status is not None:
        return _page(form, present), status
    flash(say(t("The look is set. Every page has it from now on.")), "success")
    return redirect(url_for("publishing.look"))


def logo(name: str) -> Response:
    """Give the logo that is set; its address names what it is, so that anything may keep it."""
    present = look_of(session())
    file = session().get(StoredFile, present.logo) if name and name == present.logo_name else None
    if file is None:
        abort(404)
    answer = send_file(BytesIO(file.content), mimetype="image/png", etag=False)
    answer.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return answer


def _try(form: LookForm) -> None:
    """Check what is wished; a page cannot keep a chosen file, so that it notes that there was one."""
    check_accent(form.wished)
    if form.logo.data and form.logo.data.filename:
        check_logo(received(form.logo.data).content)
        form.was_chosen.data = "yes"


def _set(form: LookForm, present: Look) -> None:
    check_accent(form.wished)
    kept = {"logo": present.logo, "logo_digest": present.logo_digest}
    if form.without_logo.data:
        kept = {"logo": 0, "logo_digest": ""}
    elif form.logo.data and form.logo.data.filename:
        upload = received(form.logo.data)
        check_logo(upload.content)
        file = store_file(act(), Upload(name="logo.png", content=upload.content), permission=MANAGE)
        kept = {"logo": file.id, "logo_digest": file.digest}
    elif form.was_chosen.data:
        form.was_chosen.data = ""
        raise Invalid(
            "publishing.choose_again",
            t("Choose the logo once more: a page cannot keep a file."),
            field="logo",
        )
    save_settings(act(), LOOK, {"accent": form.wished, **kept})
    g.pop("pays", None)


def _page(form: LookForm, present: Look, *, tried: str | None = None) -> str:
    file = current_program().settings.pays
    return render_template(
        "publishing/look.html", form=form, present=present, prepared=tuple(PREPARED), of_the_file=file.accent,
        tried=None if tried is None else dressed_pays(file, Look(accent=tried)),
    )  # fmt: skip
