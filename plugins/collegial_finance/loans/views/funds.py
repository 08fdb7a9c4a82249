"""Show loan funds, open one, name its committee, record what is put in and given back."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import Text, act, groups, session, t
from collegial_finance.committees.acting import name_committee
from collegial_finance.loans import forms, queries, services, words
from collegial_finance.loans.views.places import fund_of, place
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import sent


def index() -> ResponseReturnValue:
    """Show all funds, and the loans that are late."""
    found = queries.funds(session())
    late = queries.late(queries.running(session()), act().today)
    return render_template(
        "finance/loans/funds.html", funds=[(one, queries.lent(one)) for one in found], late=late, names=words
    )


def show(fund_id: int) -> ResponseReturnValue:
    """Show a fund: what it has, what it lent, its loans by state."""
    found = fund_of(fund_id)
    return render_template(
        "finance/loans/fund.html",
        fund=found,
        lent=queries.lent(found),
        contributed=queries.contributed(found),
        loans=queries.by_state(found),
        late=queries.late(found.loans, act().today),
        names=words,
    )


def create() -> ResponseReturnValue:
    """Open a fund."""
    form, known = forms.LoanFundForm(), groups(session())
    form.offer(known)

    def open_one() -> str:
        made = services.open_fund(act(), **form.facts())
        return url_for("finance_loans.show", fund_id=made.id)

    return sent(form, open_one, t("The fund is open."), "finance/loans/open.html", groups=known)


def committee(fund_id: int) -> ResponseReturnValue:
    """Name the committee of a fund."""
    return name_committee(
        place(fund_of(fund_id)),
        lambda chosen: services.name_committee(act(), fund_id=fund_id, committee_id=chosen),
    )


def put_in(fund_id: int) -> ResponseReturnValue:
    """Record money to lend."""
    form, found, find = forms.MeansForm(), fund_of(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find))
    title, done = t("Record money to lend"), t("The money is in the books.")
    return _means(fund_id, form, services.put_in, title, done, fund=found, find=find)


def give_back(fund_id: int) -> ResponseReturnValue:
    """Record money given back to who put it in."""
    form, found = forms.GiveBackForm(), fund_of(fund_id)
    put_in = queries.contributed(found)
    form.offer_shares(put_in)
    facts = [(t("Can be lent now, or given back"), found.available)]
    title, done = t("Record money given back"), t("What was given back is in the books.")
    return _means(fund_id, form, services.give_back, title, done, fund=found, find=None, facts=facts)


def _means(
    fund_id: int,
    form: forms.MeansForm,
    service: Callable[..., object],
    title: Text,
    done: Text,
    **shown: Any,
) -> ResponseReturnValue:
    def move() -> str:
        service(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_loans.show", fund_id=fund_id)

    return sent(form, move, done, "finance/loans/ask.html", title=title, **shown)
