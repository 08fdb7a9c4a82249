"""Show the register of decisions, enter decisions by hand, follow them."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.decisions import queries, services
from collegial.decisions.forms import EntryForm, FollowForm
from collegial.decisions.models import Decision, FollowUpState
from collegial.decisions.seats import seats_of
from collegial.kernel.paging import page_of
from collegial.kernel.text import t
from collegial.web.acting import make_or_show
from collegial.web.languages import say
from collegial.web.request import act, session

LONGEST_SEARCH = 100


def index() -> ResponseReturnValue:
    """Show the register, the latest decision first."""
    years = queries.years(session())
    search = _search(years)
    page = page_of(session(), queries.register(search), number=request.args.get("page", 1, type=int))
    return render_template(
        "decisions/index.html",
        page=page, search=search, years=years, states=FollowUpState, today=act().today,
    )  # fmt: skip


def show(number: int) -> ResponseReturnValue:
    """Show one decision with what was done since."""
    return render_template(
        "decisions/show.html",
        decision=(found := queries.decision(session(), number)), seats=seats_of(found.elected), today=act().today,
        publication=queries.publication(session(), found), nameless=_nameless(found),
    )  # fmt: skip


def enter() -> ResponseReturnValue:
    """Enter a decision by hand."""
    form = EntryForm()

    def enter_and_tell() -> str:
        number = services.enter_by_hand(act(), form.entry()).number
        flash(say(t("The decision is entered under number %(number)s.", number=number)), "success")
        return url_for("decisions.show", number=number)

    return make_or_show(form, enter_and_tell, "decisions/enter.html")


def follow(number: int) -> ResponseReturnValue:
    """Note a step in carrying out a decision."""
    decision, form, find = queries.decision(session(), number), FollowForm(), _words("find")
    form.offer(_owners(decision, find))
    if decision.steps and not form.is_submitted():
        form.start_from(decision.steps[-1])
    status = form.attempt(lambda: _note(number, form))
    if status is None:
        flash(say(t("The step is noted.")), "success")
        return redirect(url_for("decisions.show", number=number))
    return render_template("decisions/follow.html", decision=decision, form=form, find=find), status


def published(number: int) -> ResponseReturnValue:
    """Show everyone a decision that was made known."""
    found = queries.public_decision(session(), number)
    return render_template("decisions/published.html", decision=found, nameless=_nameless(found))


def make_known(number: int) -> ResponseReturnValue:
    """Put a decision on the public site."""
    services.make_known(act(), number)
    flash(say(t("Everyone can read this decision now.")), "success")
    return redirect(url_for("decisions.show", number=number))


def take_back(number: int) -> ResponseReturnValue:
    """Take a decision off the public site."""
    services.take_back(act(), number)
    flash(say(t("The decision is off the public site.")), "success")
    return redirect(url_for("decisions.show", number=number))


def _nameless(decision: Decision) -> str | None:
    """Return what everyone reads for a decision that names a person; None for any other."""
    return queries.titles_without_name(session(), [decision]).get(decision.id)


def _note(number: int, form: FollowForm) -> None:
    owner = session().get(Actor, form.owner_id.data) if form.owner_id.data else None
    services.follow(
        act(), number, state=FollowUpState(form.state.data), owner=owner,
        due_on=form.due_on.data, note=form.note.data or "",
    )  # fmt: skip


def _owners(decision: Decision, find: str) -> list[Actor]:
    """Return who can be chosen: those found, and whoever has it now."""
    present = [step.owner for step in decision.steps[-1:] if step.owner]
    found = queries.possible_owners(session(), find)
    return [*present, *(one for one in found if one not in present)]


def _search(years: list[int]) -> queries.Search:
    wanted = request.args.get("state", "")
    known = {state.value: state for state in FollowUpState}
    year = request.args.get("year", type=int)
    return queries.Search(words=_words("q"), state=known.get(wanted), year=year if year in years else None)


def _words(name: str) -> str:
    return request.args.get(name, "").strip()[:LONGEST_SEARCH]
