"""Show promised work; have it tried again, or leave it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.jobs import queries, services
from collegial.kernel.outbox import ATTEMPTS
from collegial.kernel.paging import page_of
from collegial.kernel.text import nt, t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def index() -> ResponseReturnValue:
    """Show what was given up, what waits, how far each kind is, and what comes again."""
    current, now = session(), act().clock.now()
    return render_template(
        "jobs/index.html",
        page=page_of(current, queries.given_up(now), number=request.args.get("page", 1, type=int)),
        failing=queries.to_be_tried_again(current),
        moving=queries.together(queries.progress(current, now), current_program().named_work()),
        later=queries.promised_for_later(current, now),
        turns=queries.turns(current),
        periodic=current_program().periodic(),
        names=current_program().named_work(),
        most=ATTEMPTS,
    )


def progress() -> ResponseReturnValue:
    """Show how far each kind of work is: the piece of the page that asks again."""
    found = queries.progress(session(), act().clock.now())
    moving = queries.together(found, current_program().named_work())
    return render_template("jobs/_progress.html", moving=moving)


def try_again(message_id: int) -> ResponseReturnValue:
    """Have one piece tried again."""
    services.try_again(act(), message_id)
    flash(say(t("This work will be tried again at once.")), "success")
    return redirect(url_for("jobs.index"))


def try_all_again() -> ResponseReturnValue:
    """Have all that was given up tried again."""
    number = services.try_all_again(act())
    said = nt("%(count)d piece of work is tried again.", "%(count)d pieces of work are tried again.", number)
    flash(say(said), "success")
    return redirect(url_for("jobs.index"))


def drop(message_id: int) -> ResponseReturnValue:
    """Leave one piece undone."""
    services.drop(act(), message_id)
    flash(say(t("This work will not be done.")), "info")
    return redirect(url_for("jobs.index"))
