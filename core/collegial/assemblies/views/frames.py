"""What the pages of assemblies share: a form with its act, the way back, hours of the deployment's zone."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.models import Assembly
from collegial.kernel.text import Text
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.program import current_program


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


def moment(local: datetime) -> datetime:
    """Read a date and hour written in the deployment's zone."""
    return local.replace(tzinfo=_zone()).astimezone(UTC)


def local(at: datetime) -> datetime:
    """Write a moment as a date and hour of the deployment's zone, as forms show it."""
    return at.astimezone(_zone()).replace(tzinfo=None)


def _zone() -> ZoneInfo:
    return ZoneInfo(current_program().settings.pays.zone)
