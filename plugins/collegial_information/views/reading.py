"""Search and read the directory; ask what fits a project."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collegial.plugin import session, settings_of, viewer
from collegial_information import queries, words
from collegial_information.forms import ProjectForm, SoughtForm
from collegial_information.permissions import WRITE
from collegial_information.rules.fitting import Grade, fitting
from collegial_information.settings import OPENING
from collegial_information.showing import found, keeps, present_day

_MOST_SHOWN = 40


def index() -> ResponseReturnValue:
    """Show what is looked for."""
    form, day = SoughtForm(request.args), present_day()
    sought = form.sought(day)
    page = queries.find(session(), sought, number=request.args.get("page", 1, type=int))
    return render_template(
        "information/index.html", form=form, page=page, words=words, day=day,
        asked={key: value for key, value in request.args.items() if key != "page" and value},
        counts=queries.count_shown(session()), opening=settings_of(session(), OPENING),
    )  # fmt: skip


def show(entry_id: int) -> ResponseReturnValue:
    """Show a resource."""
    entry = found(entry_id)
    return render_template(
        "information/show.html", entry=entry, words=words, day=present_day(), keeps=keeps(entry)
    )


def fit() -> ResponseReturnValue:
    """Ask four questions, and show what fits."""
    form, day = ProjectForm(request.args), present_day()
    is_asked = bool(request.args) and form.validate()
    fits = []
    if is_asked:
        entries = {one.id: one for one in queries.to_fit(session(), day)}
        answers = fitting(form.project(), (one.offer for one in entries.values()), day)
        fits = [(entries[one.key], one) for one in answers]
    by_grade = {grade: [one for one in fits if one[1].grade is grade][:_MOST_SHOWN] for grade in Grade}
    status = 200 if is_asked or not request.args else 422
    shown = {"form": form, "is_asked": is_asked, "fits": by_grade, "grades": Grade, "words": words}
    return render_template("information/fit.html", **shown), status


def keeping() -> ResponseReturnValue:
    """Show a keeper what it must look at; the staff, what is late everywhere, and what is not public."""
    writes = viewer().may(WRITE)
    actor_id = viewer().actor_id
    mine = queries.due(session(), present_day(), keeper_id=actor_id) if actor_id else ()
    return render_template(
        "information/keeping.html", mine=mine, words=words, day=present_day(),
        late=[one for one in queries.due(session(), present_day()) if one not in mine] if writes else (),
        hidden=queries.drafts(session()) if writes else (),
    )  # fmt: skip
