"""What the pages of assemblies share: a form with its act, the way back."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.models import Assembly
from collegial.kernel.text import Text
from collegial.web.forms import Form
from collegial.web.languages import say


def form_page(
    form: Form,
    run: Callable[[], object],
    template: str,
    target: Callable[[], str],
    done: Text,
    **more: object,
) -> ResponseReturnValue:
    """Show a form, or run its act and go on; a refusal comes back at the form with what was typed."""
    status = form.attempt(run)
    if status is None:
        flash(say(done), "success")
        return redirect(target())
    return render_template(template, form=form, **more), status


def page_of(meeting: Assembly) -> str:
    """Return the address of an assembly's page."""
    return url_for("assemblies.show", assembly_id=meeting.id)
