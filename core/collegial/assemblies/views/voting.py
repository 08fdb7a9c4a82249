"""How a resolution is voted: the method, who elects, the seats, the list of candidates."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field
from wtforms.fields.choices import SelectChoice

from collegial.actors.rules import fold
from collegial.assemblies.forms.voting import VotingForm
from collegial.assemblies.models import Assembly, Electorate, Resolution
from collegial.assemblies.queries import agenda as queries
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.voting import Namesake, actors_called, colleges_of, methods_here, namesakes
from collegial.assemblies.services.voting import PLAIN, NewOption, NewVoting, choose_voting
from collegial.assemblies.views.frames import form_page, sent_already
from collegial.groups.queries import groups
from collegial.hooks.voting import Asks, TieRule
from collegial.kernel.text import t
from collegial.statutes.models import College
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session

_MORE = 3


def choose(assembly_id: int, resolution_id: int) -> ResponseReturnValue:
    """Show how a resolution is voted, or change it; more lines for candidates can be asked for."""
    resolution = queries.resolution(session(), assembly_id, resolution_id)
    meeting, colleges = resolution.assembly, _colleges(resolution.assembly)
    if over := sent_already(meeting, t("How it is voted")):
        return over
    form = _form(resolution, colleges)
    if request.form.get("go") in ("more", "find"):
        for _ in range(_MORE if request.form["go"] == "more" else 0):
            form.options.append_entry()
        _offer_namesakes(form, looking=request.form["go"] == "find")
        return render_template(
            "assemblies/voting.html",
            form=form,
            assembly=meeting,
            resolution=resolution,
            unknown=_unknown(form),
            summaries=_summaries(),
        )
    return form_page(
        form,
        lambda: choose_voting(act(), resolution, _wanted(form, colleges)),
        "assemblies/voting.html",
        lambda: url_for("assemblies.agenda", assembly_id=meeting.id),
        t("It is settled how this resolution is voted."),
        assembly=meeting,
        resolution=resolution,
        unknown=_unknown(form),
        summaries=_summaries(),
    )


def _summaries() -> dict[str, str]:
    """Return what each way of voting does, by its key."""
    return {one.key: say(one.summary) for one in methods_here(act())}


def _unknown(form: VotingForm) -> set[str]:
    """Return the names on the list that mean nobody of the directory, where that matters for a seat."""
    names = [_name(one) for one in form.options if _name(one) and not one.form.actor.data]
    return set(names) - set(actors_called(session(), names)) if form.group.data else set()


def _name(option: Field) -> str:
    return (option.form.name.data or "").strip()


def _offer_namesakes(form: VotingForm, *, looking: bool = False) -> None:
    """Let each candidate be told apart from others of that name; all near names are offered while `looking`."""
    found = namesakes(session(), [_name(one) for one in form.options])
    for option in form.options:
        near = found.get(_name(option), [])
        same = [one for one in near if fold(one.name) == fold(_name(option))]
        chosen = option.form.actor.data or 0
        is_plain = len(same) <= 1 and chosen in (0, *(one.actor_id for one in same))
        shown = near if looking or not is_plain else []
        option.form.actor.choices = [(0, _unchosen(same)), *((one.actor_id, _told(one)) for one in shown)]
        if looking and not chosen and len(near) == 1:
            option.form.actor.data = near[0].actor_id


def _unchosen(same: Sequence[Namesake]) -> str:
    if len(same) == 1:
        return say(t("Whoever bears this name: %(name)s", name=_told(same[0])))
    return say(t("Nobody of the directory: a free name"))


def _told(one: Namesake) -> str:
    number = say(t("member no. %(number)s", number=one.member)) if one.member else None
    return " · ".join(part for part in (one.name, one.locality, number) if part)


def _form(resolution: Resolution, colleges: list[College]) -> VotingForm:
    voting = resolution.voting
    if voting is None:
        form = VotingForm(method=PLAIN, is_secret=resolution.is_secret)
    else:
        form = VotingForm(
            method=voting.method, electorate=voting.electorate.value, college=voting.college_id or 0,
            seats=voting.seats, ties=voting.ties.value, least=voting.least if voting.least > 1 else None,
            most=voting.most, without_blank=not voting.takes_blank, is_secret=resolution.is_secret,
            group=voting.group.group_id if voting.group else 0,
            options=[
                {
                    "name": one.name, "statement": one.statement, "is_backed": one.is_backed,
                    "actor": one.candidacy.actor_id if one.candidacy else 0,
                }
                for one in voting.options
            ],
        )  # fmt: skip
    form.method.choices = [SelectChoice(one.key, say(one.label)) for one in methods_here(act())]
    form.college.choices = [(0, "–"), *((one.id, one.name) for one in colleges)]
    form.group.choices = [(0, "–"), *((one.id, one.name) for one in groups(session()))]
    while len(form.options) < _MORE:
        form.options.append_entry()
    _offer_namesakes(form)
    return form


def _colleges(meeting: Assembly) -> list[College]:
    rules = meetings.rules_for(session(), meeting, current_program().settings.pays.zone)
    return colleges_of(session(), [one.key for one in rules.colleges])


def _wanted(form: VotingForm, colleges: list[College]) -> NewVoting:
    """Return what was filled in; what a text does not need is left out."""
    method = form.method.data
    asks = next((one.asks for one in methods_here(act()) if one.key == method), Asks.OPTIONS)
    if asks is Asks.TEXT:
        return NewVoting(method=method, options=_options(form), is_secret=form.is_secret.data)
    electorate = Electorate(form.electorate.data)
    is_one = electorate is Electorate.COLLEGE
    return NewVoting(
        method=method, options=_options(form), seats=form.seats.data or 0, electorate=electorate,
        college=next((one for one in colleges if is_one and one.id == form.college.data), None),
        ties=TieRule(form.ties.data), least=form.least.data or 1, most=form.most.data,
        takes_blank=not form.without_blank.data, is_secret=form.is_secret.data,
        group=next((one for one in groups(session()) if one.id == form.group.data), None),
    )  # fmt: skip


def _options(form: VotingForm) -> list[NewOption]:
    return [
        NewOption(
            name=one.form.name.data or "",
            statement=one.form.statement.data or "",
            is_backed=bool(one.form.is_backed.data),
            actor_id=one.form.actor.data or None,
        )
        for one in form.options
    ]
