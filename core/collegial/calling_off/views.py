"""Review and confirm a change of a convened assembly; show how far everyone is told; print the letters."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.models import ChangeLetter
from collegial.assemblies.naming import batch_name
from collegial.assemblies.queries import meetings
from collegial.calling_off import queries, services
from collegial.calling_off.composing import letters_pdf
from collegial.calling_off.forms import CallOffForm, MoveForm, ReplaceForm
from collegial.kernel.text import t
from collegial.web.forms import OnceForm
from collegial.web.hours import moment
from collegial.web.languages import say
from collegial.web.letters import Batch, batch_of, flash_noted, letters_response, noted_letters
from collegial.web.request import act, session

_LETTERS = t("Change of the assembly")


def call_off(assembly_id: int) -> ResponseReturnValue:
    """Call an assembly off, or put it off where a new day is given."""
    meeting, form = meetings.assembly(session(), assembly_id), CallOffForm()

    def run() -> str:
        if form.starts_at.data is None:
            made = services.call_off(act(), meeting, reason=form.reason.data or "")
            flash(say(t("The assembly is called off. Everyone who was convened is told.")), "success")
            return url_for("calling_off.telling", change_id=made.id)
        new = services.put_off(
            act(), meeting, reason=form.reason.data or "", starts_at=moment(form.starts_at.data)
        )
        flash(
            say(t("The assembly is put off. Everyone is told; convene the new one when it is ready.")),
            "success",
        )
        return url_for("assemblies.check", assembly_id=new.id)

    return _page(form, run, "call_off", assembly_id)


def move(assembly_id: int) -> ResponseReturnValue:
    """Hold an assembly at another hour or place of its day."""
    meeting, form = meetings.assembly(session(), assembly_id), MoveForm()
    if not form.is_submitted():
        form.show(meeting)

    def run() -> str:
        made = services.move(
            act(), meeting, starts_at=moment(form.starts_at.data), place=form.place.data or "",
            online_address=form.online_address.data, reason=form.reason.data or "",
        )  # fmt: skip
        flash(say(t("The change is noted. Everyone who was convened is told.")), "success")
        return url_for("calling_off.telling", change_id=made.id)

    return _page(form, run, "move", assembly_id)


def replace(assembly_id: int) -> ResponseReturnValue:
    """Prepare the assembly that takes the place of one that was called off."""
    meeting, form = meetings.assembly(session(), assembly_id), ReplaceForm()

    def run() -> str:
        new = services.replace(act(), meeting, starts_at=moment(form.starts_at.data))
        flash(
            say(t("The new assembly is prepared with the same agenda. Convene it when it is ready.")),
            "success",
        )
        return url_for("assemblies.check", assembly_id=new.id)

    return _page(form, run, "replace", assembly_id)


def _page(form: OnceForm, run: Callable[[], str], name: str, assembly_id: int) -> ResponseReturnValue:
    made = form.make(run)
    if isinstance(made, str):
        return redirect(made)
    meeting = meetings.assembly(session(), assembly_id)
    return render_template(
        f"calling_off/{name}.html", form=form, assembly=meeting, why_not=services.why_not(meeting),
        given=queries.given_for(session(), meeting.id), is_asked=bool(form.is_submitted()),
    ), made  # fmt: skip


def telling(change_id: int) -> ResponseReturnValue:
    """Show how far everyone is told of a change, and the letters to print."""
    return render_template("calling_off/telling.html", **_state(change_id), batch=_batch(change_id))


def progress(change_id: int) -> ResponseReturnValue:
    """Give the counts alone, for a page that looks again every few seconds."""
    return render_template("calling_off/_progress.html", **_state(change_id))


def letters(change_id: int) -> ResponseReturnValue:
    """Print one batch of the letters: those in the language that is asked for, or in its first."""
    change, batch = queries.change(session(), change_id), _batch(change_id)
    locale, wanted = batch.wanted()
    printed = letters_pdf(session(), change, wanted, locale=locale)
    return letters_response(printed, batch_name(change.assembly, _LETTERS, batch, locale=locale))


def posted(change_id: int) -> ResponseReturnValue:
    """Write down that the letters of one batch, or all, were posted or handed over."""
    wanted = noted_letters(queries.letters_to_post(change_id))
    count = services.note_posted(act(), queries.change(session(), change_id), wanted)
    flash_noted(count)
    return redirect(url_for("calling_off.telling", change_id=change_id, _anchor="post"))


def _state(change_id: int) -> dict[str, object]:
    change = queries.change(session(), change_id)
    telling = queries.telling_of(session(), change_id)
    return {"change": change, "assembly": change.assembly, "telling": telling}


def _batch(change_id: int) -> Batch[ChangeLetter]:
    return batch_of(
        queries.letters_to_post(change_id),
        lambda found: queries.addressed(session(), [one.id for one in found]),
    )
