"""Show guarantee funds, open one, name its committee, record what is paid in."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import Money, act, groups, session, t
from collegial_finance import words
from collegial_finance.committees.acting import name_committee
from collegial_finance.guarantees import forms, queries, services
from collegial_finance.guarantees.models import GuaranteeFund
from collegial_finance.guarantees.views.places import fund_of, place
from collegial_finance.loans.following import months_after
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import sent


def index() -> ResponseReturnValue:
    """Show all funds with what they stand for."""
    found = [(one, queries.exposure(session(), one.id)) for one in queries.funds(session())]
    return render_template("finance/funds.html", funds=found, words=words)


def show(fund_id: int) -> ResponseReturnValue:
    """Show a fund: its exposure, its contributors, its files by state."""
    found = fund_of(fund_id)
    return render_template(
        "finance/fund.html",
        fund=found,
        exposure=queries.exposure(session(), fund_id),
        provided=queries.provided(found),
        months=_months(found),
        contributors=queries.contributors(found),
        files=queries.by_state(found),
        words=words,
    )


def create() -> ResponseReturnValue:
    """Open a fund."""
    form, known = forms.FundForm(), groups(session())
    form.offer(known)

    def open_one() -> str:
        made = services.open_fund(act(), **form.facts())
        return url_for("finance_guarantees.show", fund_id=made.id)

    return sent(
        form,
        open_one,
        t("The fund is open. Record who paid into it."),
        "finance/open_fund.html",
        groups=known,
    )


def committee(fund_id: int) -> ResponseReturnValue:
    """Name the committee of a fund."""
    return name_committee(
        place(fund_of(fund_id)),
        lambda chosen: services.name_committee(act(), fund_id=fund_id, committee_id=chosen),
    )


def endow(fund_id: int) -> ResponseReturnValue:
    """Record that somebody paid into a fund."""
    form, found, find = forms.EndowForm(), fund_of(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find))

    def pay_in() -> str:
        services.endow(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_guarantees.show", fund_id=fund_id)

    return sent(
        form, pay_in, t("The contribution is in the books."), "finance/endow.html", fund=found, find=find
    )


def _months(found: GuaranteeFund) -> Sequence[tuple[date, Money]]:
    """Return the last day of this month and of those to come, with what the fund will stand for."""
    context = act()
    first = context.today.replace(day=1)
    return [
        (months_after(first, month + 1) - timedelta(days=1), amount)
        for month, amount in enumerate(queries.projected(found))
    ]
