"""Review and confirm a change of a convened assembly; show how far everyone is told; print the letters."""

from collections.abc import Callable, Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.assemblies.models import ChangeLetter
from collegial.assemblies.queries import meetings
from collegial.calling_off import queries, services
from collegial.calling_off.composing import letters_pdf
from collegial.calling_off.forms import CallOffForm, MoveForm, ReplaceForm
from collegial.kernel.errors import Missing
from collegial.kernel.paging import Page
from collegial.kernel.paging import page_of as page_of_rows
from collegial.kernel.text import nt, t
from collegial.web.forms import OnceForm, row_numbers
from collegial.web.hours import moment
from collegial.web.languages import NATIVE_NAMES, say
from collegial.web.request import act, session

BATCH = 50


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
    page = _letters(change_id)
    batches = {NATIVE_NAMES.get(one, one): one for one in _by_language(page.items)}
    return render_template("calling_off/telling.html", **_state(change_id), page=page, batches=batches)


def progress(change_id: int) -> ResponseReturnValue:
    """Give the counts alone, for a page that looks again every few seconds."""
    return render_template("calling_off/_progress.html", **_state(change_id))


def letters(change_id: int) -> ResponseReturnValue:
    """Print one page of the letters: those in the language that is asked for, or in its first."""
    change, page = queries.change(session(), change_id), _letters(change_id)
    if not page.items:
        raise Missing("calling_off.no_letters", t("No letter waits to be posted."))
    batches = _by_language(page.items)
    locale = request.args.get("language", "")
    locale = locale if locale in batches else next(iter(batches))
    printed = letters_pdf(session(), change, batches[locale], locale=locale)
    name = f"change-{change_id}-{page.number}-{locale}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(printed, mimetype="application/pdf", headers=headers)


def posted(change_id: int) -> ResponseReturnValue:
    """Write down that the letters of one page were posted or handed over."""
    wanted = row_numbers(request.form.getlist("letter"))
    count = services.note_posted(act(), queries.change(session(), change_id), wanted)
    flash(say(nt("%(count)d letter is noted.", "%(count)d letters are noted.", count)), "success")
    return redirect(url_for("calling_off.telling", change_id=change_id, _anchor="post"))


def _state(change_id: int) -> dict[str, object]:
    change = queries.change(session(), change_id)
    telling = queries.telling_of(session(), change_id)
    return {"change": change, "assembly": change.assembly, "telling": telling}


def _letters(change_id: int) -> Page[ChangeLetter]:
    number = request.args.get("page", 1, type=int)
    return page_of_rows(session(), queries.letters_to_post(change_id), number=number, size=BATCH)


def _by_language(found: Sequence[ChangeLetter]) -> dict[str, list[tuple[ChangeLetter, Actor]]]:
    batches: dict[str, list[tuple[ChangeLetter, Actor]]] = {}
    for one, person in queries.addressed(session(), [letter.id for letter in found]):
        batches.setdefault(person.locale, []).append((one, person))
    return batches
