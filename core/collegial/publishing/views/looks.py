"""Set the logo and the colour of the Pays, after a look at both themes."""

from base64 import b64decode, b64encode
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
from collegial.kernel.errors import DomainError
from collegial.kernel.text import t
from collegial.publishing.forms import LookForm
from collegial.publishing.rules.looks import check_accent, check_logo
from collegial.web.languages import say
from collegial.web.look import LOGO_NAME, LOOK, Look, dressed_pays, look_of
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
    changed: list[bool] = []
    status = form.attempt(lambda: changed.append(_set(form, present)))
    if status is not None:
        return _page(form, present), status
    if changed[0]:
        flash(say(t("The look is set. Every page has it from now on.")), "success")
    else:
        flash(say(t("Nothing was chosen: the look is as it was.")), "info")
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
    _take_look(form)


def _set(form: LookForm, present: Look) -> bool:
    """Set the look that is asked for; return whether it is another one."""
    content = _take_look(form)
    if form.wished == present.accent and not content and not (form.without_logo.data and present.logo):
        return False
    kept = {"logo": present.logo, "logo_digest": present.logo_digest}
    if form.without_logo.data:
        kept = {"logo": 0, "logo_digest": ""}
    elif content:
        file = store_file(act(), Upload(name=LOGO_NAME, content=content), permission=MANAGE)
        kept = {"logo": file.id, "logo_digest": file.digest}
    save_settings(act(), LOOK, {"accent": form.wished, **kept})
    g.pop("pays", None)
    return True


def _take_look(form: LookForm) -> bytes:
    """Return the logo that is sent; what is wrong with it and with the colour is told at once."""
    content, fault = b"", None
    try:
        content = _take_logo(form)
    except DomainError as error:
        fault = error
    try:
        check_accent(form.wished)
    except DomainError:
        if fault is not None:
            form.refuse(fault)
        raise
    if fault is not None:
        raise fault
    return content


def _take_logo(form: LookForm) -> bytes:
    """Return the logo that is sent, or that the page kept of a preview; a page cannot keep a chosen file itself."""
    is_new = bool(form.logo.data and form.logo.data.filename)
    content = received(form.logo.data).content if is_new else _read(form.kept_logo.data or "")
    form.kept_logo.data = ""
    if content:
        check_logo(content)
        form.kept_logo.data = b64encode(content).decode()
    return content


def _read(kept: str) -> bytes:
    try:
        return b64decode(kept, validate=True)
    except ValueError:  # no page of ours wrote this: it is refused as no picture
        return kept.encode()


def _page(form: LookForm, present: Look, *, tried: str | None = None) -> str:
    file = current_program().settings.pays
    return render_template(
        "publishing/look.html", form=form, present=present, prepared=tuple(PREPARED), of_the_file=file.accent,
        tried=None if tried is None else dressed_pays(file, Look(accent=tried)),
    )  # fmt: skip
