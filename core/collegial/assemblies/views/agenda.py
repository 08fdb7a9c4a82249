"""The agenda while it is written: items, resolutions, their order."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from collegial.assemblies.agendas import item_templates
from collegial.assemblies.forms import ItemForm, ResolutionForm
from collegial.assemblies.models import AgendaItem, Assembly
from collegial.assemblies.queries import agenda as queries
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.voting import told_votings
from collegial.assemblies.services import agenda as acts
from collegial.assemblies.views.frames import agenda_of, form_page, sent_already
from collegial.assemblies.views.preparing import present_terms
from collegial.kernel.text import Text, t
from collegial.statutes.rules import DecisionKind
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.request import act, session


def agenda(assembly_id: int) -> ResponseReturnValue:
    """Show the agenda with all that can be done to it, and the templates that fit the assembly."""
    meeting = meetings.assembly(session(), assembly_id)
    fitting = [one for one in item_templates() if one.fits(meeting.kind)]
    return render_template(
        "assemblies/agenda.html",
        assembly=meeting,
        documents=queries.documents_of(session(), meeting.id),
        templates=fitting,
        terms=present_terms(meeting),
        votings=told_votings(act(), meeting.id),
    )


def add_item(assembly_id: int) -> ResponseReturnValue:
    """Add an item on which no vote is taken."""
    meeting, form = meetings.assembly(session(), assembly_id), ItemForm()
    return _words_page(
        meeting,
        form,
        lambda: acts.add_item(act(), meeting, title=form.title.data, text=form.text.data),
        title=t("Add an item"),
        done=t("The item is on the agenda."),
    )


def edit_item(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Change an item's words."""
    item = queries.item(session(), assembly_id, item_id)
    form = ItemForm(obj=item)
    return _words_page(
        item.assembly,
        form,
        lambda: acts.edit_item(act(), item, title=form.title.data, text=form.text.data),
        title=t("Change an item"),
        done=t("The item is changed."),
    )


def move_item(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Move an item up or down."""
    item = queries.item(session(), assembly_id, item_id)
    acts.move_item(act(), item, up=request.form.get("to") == "up")
    return redirect(agenda_of(item.assembly)())


def remove_item(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Take an item off the agenda."""
    item = queries.item(session(), assembly_id, item_id)
    acts.remove_item(act(), item)
    flash(say(t("“%(title)s” is off the agenda.", title=item.title)), "info")
    return redirect(agenda_of(item.assembly)())


def add_resolution(assembly_id: int) -> ResponseReturnValue:
    """Add a resolution to an item, or with an item of its own."""
    meeting = meetings.assembly(session(), assembly_id)
    form = ResolutionForm(item=request.args.get("item", 0, type=int))
    form.item.choices = [
        (0, say(t("A new item with this title"))),
        *((one.id, one.title) for one in meeting.items),
    ]

    def run() -> None:
        acts.add_resolution(
            act(), meeting, title=form.title.data, text=form.text.data, kind=DecisionKind(form.kind.data),
            item=_item_for(meeting, form), is_backed=form.is_backed.data,
        )  # fmt: skip

    return _words_page(
        meeting, form, run, title=t("Add a resolution"), done=t("The resolution is on the agenda.")
    )


def edit_resolution(assembly_id: int, resolution_id: int) -> ResponseReturnValue:
    """Change a resolution."""
    resolution = queries.resolution(session(), assembly_id, resolution_id)
    form = ResolutionForm(
        title=resolution.title,
        text=resolution.text,
        kind=resolution.kind.value,
        is_backed=resolution.is_backed,
    )
    del form.item

    def run() -> None:
        acts.edit_resolution(
            act(), resolution, title=form.title.data, text=form.text.data, kind=DecisionKind(form.kind.data),
            is_backed=form.is_backed.data,
        )  # fmt: skip

    return _words_page(
        resolution.assembly,
        form,
        run,
        title=t("Change a resolution"),
        done=t("The resolution is changed."),
    )


def move_resolution(assembly_id: int, resolution_id: int) -> ResponseReturnValue:
    """Move a resolution up or down among those of its item."""
    resolution = queries.resolution(session(), assembly_id, resolution_id)
    acts.move_resolution(act(), resolution, up=request.form.get("to") == "up")
    return redirect(agenda_of(resolution.assembly)())


def remove_resolution(assembly_id: int, resolution_id: int) -> ResponseReturnValue:
    """Take a resolution back."""
    resolution = queries.resolution(session(), assembly_id, resolution_id)
    acts.remove_resolution(act(), resolution)
    flash(say(t("“%(title)s” is off the agenda.", title=resolution.title)), "info")
    return redirect(agenda_of(resolution.assembly)())


def _item_for(meeting: Assembly, form: ResolutionForm) -> AgendaItem:
    """Return the item that was chosen, or a new one that bears the resolution's title."""
    if form.item.data:
        return queries.item(session(), meeting.id, form.item.data)
    return acts.add_item(act(), meeting, title=form.title.data)


def _words_page(
    meeting: Assembly, form: Form, run: Callable[[], object], *, title: Text, done: Text
) -> ResponseReturnValue:
    return sent_already(meeting, title) or form_page(
        form, run, "assemblies/words.html", agenda_of(meeting), done, assembly=meeting, title=title
    )
