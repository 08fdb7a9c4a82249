"""Items from a template: what it asks is proposed from the statutes, then item and resolutions are written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.agendas import ItemTemplate, item_template
from collegial.assemblies.forms.templates import TemplateForm
from collegial.assemblies.models import Assembly, Electorate
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.voting import colleges_of, methods_here
from collegial.assemblies.rules import allocate
from collegial.assemblies.rules.voting import check_term
from collegial.assemblies.services import agenda as acts
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.assemblies.views.frames import agenda_of, form_page, sent_already
from collegial.assemblies.wording import worded
from collegial.groups.models import GroupKind
from collegial.groups.permissions import MANAGE
from collegial.groups.queries import groups
from collegial.hooks.voting import Asks
from collegial.kernel.errors import Invalid
from collegial.kernel.refusing import told_at
from collegial.kernel.text import Text, nt, t
from collegial.statutes.models import College
from collegial.statutes.rules import StatuteRules
from collegial.statutes.rules.wording import Clause, clauses
from collegial.web.languages import say
from collegial.web.marks import lead_to
from collegial.web.program import current_program
from collegial.web.request import act, session

_FIELDS = {"electorate": "college", "options": "names"}
_FIGURES = ("result", "legal_reserve", "statutory_reserve", "interest")


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
            with told_at(_FIELDS), _seats_put_right(form, meeting):
                check_term(form.years.data, _statutes(meeting))
                _make_election(meeting, form)

    done = t("The item is on the agenda. Its words can be changed.")
    return form_page(
        form, run, "assemblies/template.html", agenda_of(meeting), done, assembly=meeting, wanted=template,
        board=_board_clauses(template, meeting),
    )  # fmt: skip


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
    if act().by.may(MANAGE):
        lead_to(form.group, say(t("Form a group")), url_for("groups.create"))
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
def _seats_put_right(form: TemplateForm, meeting: Assembly) -> Iterator[None]:
    """Write the seats of the statutes into the field where more were asked for, such as those of another college."""
    try:
        yield
    except Invalid as error:
        if error.code == "voting.board_seats" and (most := _seats_here(form, meeting)):
            form.seats.raw_data = [str(most)]
            raise Invalid(error.code, _put_right(most), field="seats") from error
        raise


def _seats_here(form: TemplateForm, meeting: Assembly) -> int | None:
    """Return how many seats the statutes let the chosen college elect, or all together."""
    college = session().get(College, form.college.data) if form.college.data else meeting.college
    return _statutes(meeting).board_seats(college.key if college else None)


def _put_right(most: int) -> Text:
    return nt(
        "The statutes have %(count)d seat for those who elect here. The field now says so: send it again.",
        "The statutes have %(count)d seats for those who elect here. The field now says so: send it again.",
        most,
    )


def _statutes(meeting: Assembly) -> StatuteRules:
    return meetings.statutes_rules_for(session(), meeting, current_program().settings.pays.zone)
