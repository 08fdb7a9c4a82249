"""Show the calls for projects to everyone; publish one."""

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import Missing, act, session, t, viewer
from collegial_finance import words
from collegial_finance.fund import forms, queries, services
from collegial_finance.fund.models import ProjectApplication, ProjectCall
from collegial_finance.permissions import READ
from collegial_finance.sending import sent

_FORM = "finance/fund/open_call.html"


def index() -> ResponseReturnValue:
    """Show the calls, what the reader follows, and the funds to those who read the books."""
    reads = viewer().may(READ)
    found = queries.funds(session()) if reads else ()
    mine = queries.applications(session(), viewer(), act().today) if viewer().is_signed_in else ()
    return render_template(
        "finance/fund/index.html",
        calls=queries.calls(session()),
        funds=[(one, queries.standing(session(), one.id)) for one in found],
        applications=queries.ranked(mine),
        today=act().today,
        words=words,
    )


def show(call_id: int) -> ResponseReturnValue:
    """Show a call: what it offers, its criteria, its days, and the applications that the reader may read."""
    found = _call(call_id)
    mine = _followed(call_id)
    return render_template(
        "finance/fund/call.html",
        call=found,
        applications=queries.ranked(mine),
        available=queries.pots(session(), found.fund_id).available_for(call_id),
        today=act().today,
        words=words,
    )


def create(fund_id: int) -> ResponseReturnValue:
    """Publish a call."""
    form, found = forms.CallForm(), queries.fund(session(), fund_id)
    if found is None:
        raise Missing("finance.experiment_fund_unknown", t("There is no such experiment fund."))

    left = queries.left_for_new(session(), fund_id, act().today)
    form.say_what_is_there(left, queries.standing(session(), fund_id))
    if form.makes_room():
        return render_template(_FORM, form=form, fund=found)

    def publish() -> str:
        made = services.open_call(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_fund.call", call_id=made.id)

    return sent(form, publish, t("The call is published."), _FORM, fund=found)


def _followed(call_id: int) -> Sequence[ProjectApplication]:
    if not viewer().is_signed_in:
        return ()
    return queries.applications(session(), viewer(), act().today, call_id=call_id)


def _call(call_id: int) -> ProjectCall:
    found = queries.call(session(), call_id)
    if found is None:
        raise Missing("finance.call_unknown", t("There is no such call for projects."))
    return found
