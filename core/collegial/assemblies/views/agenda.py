"""The agenda while it is written: templates, items, resolutions, their order."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.agendas import ItemTemplate, item_template, item_templates
from collegial.assemblies.forms import ItemForm, ResolutionForm
from collegial.assemblies.forms.templates import TemplateForm
from collegial.assemblies.models import AgendaItem, Assembly, Electorate
from collegial.assemblies.queries import agenda as queries
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.voting import colleges_of, methods_here, told_votings
from collegial.assemblies.rules import allocate
from collegial.assemblies.rules.voting import check_term
from collegial.assemblies.services import agenda as acts
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.assemblies.views.frames import form_page, sent_already
from collegial.assemblies.views.preparing import present_terms
from collegial.assemblies.wording import worded
from collegial.groups.models import GroupKind
from collegial.groups.queries import groups
from collegial.hooks.voting import Asks
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind, StatuteRules
from collegial.statutes.rules.wording import Clause, clauses
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session

_FIELDS = {"electorate": "college", "options": "names"}
_FIGURES = ("result", "legal_reserve", "statutory_reserve", "interest")


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


def add_from_template(assembly_id: int, key: str) -> ResponseReturnValue:
    """Ask what a template needs, then write its item and resolutions."""
    meeting, template = meetings.assembly(session(), assembly_id), item_template(key)
    if over := sent_already(meeting, template.name):
        return over
    form = _asked(template, meeting)

    def run() -> None:
        if not template.fits(meeting.kind):
            raise Invalid(
                "agenda.misfit",
                t("This assembly cannot decide that. Change its kind, or choose another template."),
            )
        item = worded(template, meeting.kind, _answers(template, form, meeting))
        acts.add_items(act(), meeting, [item])
        if template.elects:
            with _told_at_its_field():
                check_term(form.years.data, _statutes(meeting))
                _make_election(meeting, form)

    done = t("The item is on the agenda. Its words can be changed.")
    return form_page(
        form, run, "assemblies/template.html", _agenda_of(meeting), done, assembly=meeting, wanted=template,
        board=_board_clauses(template, meeting),
    )  # fmt: skip


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
    return redirect(_agenda_of(item.assembly)())


def remove_item(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Take an item off the agenda."""
    item = queries.item(session(), assembly_id, item_id)
    acts.remove_item(act(), item)
    flash(say(t("“%(title)s” is off the agenda.", title=item.title)), "info")
    return redirect(_agenda_of(item.assembly)())


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
    return redirect(_agenda_of(resolution.assembly)())


def remove_resolution(assembly_id: int, resolution_id: int) -> ResponseReturnValue:
    """Take a resolution back."""
    resolution = queries.resolution(session(), assembly_id, resolution_id)
    acts.remove_resolution(act(), resolution)
    flash(say(t("“%(title)s” is off the agenda.", title=resolution.title)), "info")
    return redirect(_agenda_of(resolution.assembly)())


def _item_for(meeting: Assembly, form: ResolutionForm) -> AgendaItem:
    """Return the item that was chosen, or a new one that bears the resolution's title."""
    if form.item.data:
        return queries.item(session(), meeting.id, form.item.data)
    return acts.add_item(act(), meeting, title=form.title.data)


def _make_election(meeting: Assembly, form: TemplateForm) -> None:
    """Turn the resolution that was just added into an election, with what was filled in."""
    college = session().get(College, form.college.data) if form.college.data else None
    group = next((one for one in groups(session()) if one.id == form.group.data), None)
    names = [NewOption(name=line.strip()) for line in form.names.data.splitlines() if line.strip()]
    choose_voting(
        act(), meeting.resolutions[-1],
        NewVoting(
            method=form.method.data, seats=form.seats.data, options=names, college=college, group=group,
            electorate=Electorate.COLLEGE if college else Electorate.TOGETHER, is_secret=form.is_secret.data,
            is_to_board=True,
        ),
    )  # fmt: skip


@contextmanager
def _told_at_its_field() -> Iterator[None]:
    """Let what is refused of an election stand at the field of the template that asks for it."""
    try:
        yield
    except Invalid as error:
        raise Invalid(error.code, error.text, field=_FIELDS.get(error.field or "", error.field)) from error


def _asked(template: ItemTemplate, meeting: Assembly) -> TemplateForm:
    form = TemplateForm()
    if template.elects:
        form.method.choices = [
            (one.key, say(one.label)) for one in methods_here(act()) if one.asks is Asks.OPTIONS
        ]
        rules = meetings.rules_for(session(), meeting, current_program().settings.pays.zone)
        listed = colleges_of(session(), [one.key for one in rules.colleges])
        form.college.choices = [
            (0, say(t("All members together, one vote each"))),
            *((one.id, say(t("College “%(name)s” alone", name=one.name))) for one in listed),
        ]
        _offer_groups(form)
        form.names.label.text = say(t("Candidates"))
        form.names.description = say(
            t("One on each line, in the order of the ballot paper. What they say is added afterwards.")
        )
        _propose_board(form, listed, meeting)
    for name in [one.name for one in form if one.name not in (*template.answers, "csrf_token", "once")]:
        del form[name]
    return form


def _offer_groups(form: TemplateForm) -> None:
    """Offer the groups that those elected can enter, the board chosen already."""
    found = groups(session())
    board = next((one.id for one in found if one.kind is GroupKind.BOARD), 0)
    form.group.choices = [
        (0, say(t("No group"))),
        *((one.id, one.name) for one in found),
    ]
    if not form.is_submitted():
        form.group.data = board


def _propose_board(form: TemplateForm, listed: Sequence[College], meeting: Assembly) -> None:
    """Fill in what the statutes say of the board: the next college with seats of its own, how many, for how long."""
    if form.is_submitted():
        return
    rules = _statutes(meeting)
    reserved, asked = rules.reserved_seats(), request.args.get("college", type=int)
    elected = {one.voting.college_id for one in meeting.resolutions if one.voting}
    waiting = [one for one in listed if one.key in reserved and one.id not in elected]
    chosen = next((one for one in listed if one.id == asked), waiting[0] if waiting else None)
    if chosen is not None:
        form.college.data, form.seats.data = chosen.id, reserved.get(chosen.key, 1)
    elif meeting.college is not None:
        form.seats.data = reserved.get(meeting.college.key, 1)
    elif rules.board and rules.board.seats:
        form.seats.data = rules.board.seats
    if rules.board and rules.board.term_years:
        form.years.data = rules.board.term_years


def _board_clauses(template: ItemTemplate, meeting: Assembly) -> list[Clause]:
    """Return what the statutes say of the board, to stand above the form."""
    if not template.elects:
        return []
    return [one for one in clauses(_statutes(meeting)) if one.key.startswith("board.")]


def _statutes(meeting: Assembly) -> StatuteRules:
    return meetings.statutes_rules_for(session(), meeting, current_program().settings.pays.zone)


def _answers(template: ItemTemplate, form: TemplateForm, meeting: Assembly) -> dict[str, Any]:
    """Return the answers as the texts use them: lines as lists, the result with where it goes."""
    answers = {name: form[name].data for name in template.answers}
    if "names" in answers:
        answers["names"] = [line.strip() for line in form.names.data.splitlines() if line.strip()]
    if template.elects:
        chosen = dict(form.college.choices).get(form.college.data) if form.college.data else None
        college = session().get(College, form.college.data) if chosen else meeting.college
        answers["college"] = college.name if college else ""
    if "result" in answers:
        amounts: dict[str, Any] = {name: form[name].amount if form[name].data else None for name in _FIGURES}
        settled = allocate(**amounts, legal_reserve_is_full=form.legal_reserve_is_full.data)
        answers |= {name: getattr(settled, name) for name in (*_FIGURES, "carried")}
    return answers


def _words_page(
    meeting: Assembly, form: Form, run: Callable[[], object], *, title: Text, done: Text
) -> ResponseReturnValue:
    return sent_already(meeting, title) or form_page(
        form, run, "assemblies/words.html", _agenda_of(meeting), done, assembly=meeting, title=title
    )


def _agenda_of(meeting: Assembly) -> Callable[[], str]:
    return lambda: url_for("assemblies.agenda", assembly_id=meeting.id)
