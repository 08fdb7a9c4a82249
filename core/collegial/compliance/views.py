"""Show the lights and the reviews, and compute the allocation of a surplus."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.compliance import queries, services
from collegial.compliance.forms import ReviewForm, SurplusForm
from collegial.compliance.rules import SurplusPlan, lights, plan_surplus
from collegial.kernel.errors import Refused
from collegial.kernel.text import t
from collegial.web.hours import day_asked
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def index() -> ResponseReturnValue:
    """Show one light per rule, on a day."""
    day = day_asked("on") or act().today
    settings = current_program().settings
    try:
        facts = queries.facts_on(
            session(), day, public_categories=settings.compliance.public_categories,
            legal_mention=settings.pays.legal_mention,
        )  # fmt: skip
    except Refused:  # no statutes yet: the page says what to do first
        return render_template("compliance/no_statutes.html", day=day, today=act().today)
    return render_template(
        "compliance/index.html",
        lights=lights(facts),
        day=day,
        today=act().today,
        reviews=queries.reviews(session()),
    )


def review() -> ResponseReturnValue:
    """Record a cooperative review."""
    form = ReviewForm()
    form.offer(queries.ended_assemblies(session()))
    status = form.attempt(lambda: services.record_review(act(), form.facts()))
    if status is None:
        flash(say(t("The review is recorded.")), "success")
        return redirect(url_for("compliance.index", _anchor="reviews"))
    return render_template("compliance/review.html", form=form), status


def surplus() -> ResponseReturnValue:
    """Compute the allocation of a surplus; nothing is kept."""
    form, plans = SurplusForm(), list[SurplusPlan]()
    if not form.is_submitted():
        form.paid_capital.data = queries.paid_capital_on(session(), act().today)
    status = form.attempt(lambda: plans.append(plan_surplus(form.surplus(), on=act().today)))
    plan = plans[0] if plans else None
    return render_template("compliance/surplus.html", form=form, plan=plan), status or 200
