"""What the pages of assemblies share: a form with its act, the way back, what says that an act is over."""

from collections.abc import Callable
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.events import AssemblyConvened
from collegial.assemblies.models import Assembly, AssemblyState
from collegial.journal.past import over_since
from collegial.kernel.text import Text, t
from collegial.web.acting import Over, act_over
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.request import session


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


def agenda_of(meeting: Assembly) -> Callable[[], str]:
    """Return what gives the address of an assembly's agenda once the act is done."""
    return lambda: url_for("assemblies.agenda", assembly_id=meeting.id)


def over_page(meeting: Assembly, title: Text, over: Over) -> str:
    """Say of an act on an assembly that it is done or not possible, and lead back to where it is led."""
    back = url_for("assemblies.show", assembly_id=meeting.id, _anchor="conduct")
    return act_over(
        title, over, crumbs=[(t("Assemblies"), url_for("assemblies.index")), (meeting.title, back)]
    )


def sent_already(meeting: Assembly, title: Text) -> ResponseReturnValue | None:
    """Say, instead of a form that can only be refused, that an assembly was convened; None while it is prepared."""
    if meeting.state is AssemblyState.DRAFT:
        return None
    why = t("The assembly is already convened: its agenda is the one that was sent.")
    over = over_since(session(), why, AssemblyConvened, assembly=meeting.id)
    return over_page(meeting, title, over), HTTPStatus.OK if request.method == "GET" else HTTPStatus.CONFLICT
