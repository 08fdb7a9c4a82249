"""What the staff and the bureau do with an assembly: prepare, convene, open, close, convene again."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.forms import (
    AssemblyForm,
    ClosingForm,
    ConveneForm,
    OpeningForm,
    ResolutionForm,
    SecondForm,
)
from collegial.assemblies.models import Assembly, AssemblyKind
from collegial.assemblies.queries import meetings
from collegial.assemblies.services import conducting, preparing
from collegial.kernel.text import Text, t
from collegial.statutes.rules import DecisionKind
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def prepare() -> ResponseReturnValue:
    """Create an assembly."""
    form = AssemblyForm()
    made: list[Assembly] = []

    def run() -> None:
        made.append(
            preparing.prepare_assembly(
                act(), kind=AssemblyKind(form.kind.data), title=form.title.data, starts_at=_moment(form.starts_at.data),
                place=form.place.data, online_address=form.online_address.data or None,
            )
        )  # fmt: skip

    return _form_page(
        form,
        run,
        "assemblies/prepare.html",
        lambda: _to(made[0]),
        t("The assembly is created. Write its agenda."),
    )


def add_resolution(assembly_id: int) -> ResponseReturnValue:
    """Add a resolution to the agenda."""
    meeting, form = meetings.assembly(session(), assembly_id), ResolutionForm()

    def run() -> None:
        item = preparing.add_item(act(), meeting, title=form.title.data)
        kind = DecisionKind(form.kind.data)
        preparing.add_resolution(
            act(), meeting, title=form.title.data, text=form.text.data, kind=kind, item=item,
            is_backed=form.is_backed.data,
        )  # fmt: skip

    done = t("The resolution is on the agenda.")
    return _form_page(form, run, "assemblies/resolution.html", lambda: _to(meeting), done, assembly=meeting)


def convene(assembly_id: int) -> ResponseReturnValue:
    """Send the convocations."""
    meeting, form = meetings.assembly(session(), assembly_id), ConveneForm()
    done = t("The assembly is convened: the roll is fixed and the convocations are on their way.")

    def run() -> None:
        preparing.convene(act(), meeting, late_reason=form.late_reason.data)

    return _form_page(form, run, "assemblies/convene.html", lambda: _to(meeting), done, assembly=meeting)


def open_sitting(assembly_id: int) -> ResponseReturnValue:
    """Open the sitting."""
    meeting, form = meetings.assembly(session(), assembly_id), OpeningForm()
    done = t("The assembly is open. The quorum found at the opening is written down.")

    def run() -> None:
        conducting.open_assembly(
            act(),
            meeting,
            chair=form.chair.data,
            scrutineers=form.scrutineers.data,
            secretary=form.secretary.data,
        )

    return _form_page(form, run, "assemblies/open.html", lambda: _to(meeting), done, assembly=meeting)


def close(assembly_id: int) -> ResponseReturnValue:
    """Close the sitting."""
    meeting, form = meetings.assembly(session(), assembly_id), ClosingForm()

    def run() -> None:
        conducting.close_assembly(act(), meeting, debate=form.debate.data or "")

    done = t("The assembly is closed. The minutes can be printed.")
    return _form_page(form, run, "assemblies/close.html", lambda: _to(meeting), done, assembly=meeting)


def declare_inquorate(assembly_id: int) -> ResponseReturnValue:
    """End an assembly that missed its quorum."""
    meeting = meetings.assembly(session(), assembly_id)
    conducting.declare_inquorate(act(), meeting)
    flash(say(t("The missed quorum is recorded. A second convocation can be prepared.")), "info")
    return redirect(_to(meeting))


def convene_again(assembly_id: int) -> ResponseReturnValue:
    """Prepare the second convocation."""
    first, form = meetings.assembly(session(), assembly_id), SecondForm()
    made: list[Assembly] = []

    def run() -> None:
        made.append(preparing.convene_again(act(), first, starts_at=_moment(form.starts_at.data)))

    done = t("The second assembly is prepared with the same agenda. Convene it when you are ready.")
    return _form_page(form, run, "assemblies/second.html", lambda: _to(made[0]), done, assembly=first)


def _form_page(
    form: Form, run: Callable[[], None], template: str, target: Callable[[], str], done: Text, **more: object
) -> ResponseReturnValue:
    """Show a form, or run its act and go on; a refusal comes back at the form with what was typed."""
    status = form.attempt(run)
    if status is None:
        flash(say(done), "success")
        return redirect(target())
    return render_template(template, form=form, **more), status


def _to(meeting: Assembly) -> str:
    return url_for("assemblies.show", assembly_id=meeting.id)


def _moment(local: datetime) -> datetime:
    """Read a date and hour written in the deployment's zone."""
    zone = ZoneInfo(current_program().settings.pays.zone)
    return local.replace(tzinfo=zone).astimezone(UTC)
