"""Show a fund and its figures; record who promises what, and what came in."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import Missing, act, groups, session, t
from collegial_finance import words
from collegial_finance.fund import forms, queries, services
from collegial_finance.fund.models import ExperimentFund, FundConvention
from collegial_finance.ledger.chart import COMMITMENTS_GIVEN, COMMITMENTS_RECEIVED, EXPERIMENTS, NAMES
from collegial_finance.rounds.queries import organisations
from collegial_finance.sending import sent


def show(fund_id: int) -> ResponseReturnValue:
    """Show a fund: every figure with what it is made of and its account in the books."""
    found, standing = _fund(fund_id), queries.standing(session(), fund_id)
    books = queries.in_the_books(session(), found)
    checks = (
        (COMMITMENTS_RECEIVED, standing.promised),
        (EXPERIMENTS, standing.in_hand),
        (COMMITMENTS_GIVEN, standing.to_pay),
    )
    return render_template(
        "finance/fund/fund.html",
        fund=found,
        standing=standing,
        checks=[(number, expected, books[number]) for number, expected in checks],
        pots=queries.pots(session(), fund_id),
        names=NAMES,
        words=words,
        today=act().today,
    )


def create() -> ResponseReturnValue:
    """Open a fund."""
    form = forms.ExperimentFundForm()
    form.offer(groups(session()))

    def open_one() -> str:
        made = services.open_experiment_fund(act(), **form.facts())
        return url_for("finance_fund.fund", fund_id=made.id)

    done = t("The fund is open. Record who promises what to it.")
    return sent(form, open_one, done, "finance/fund/open.html")


def convene(fund_id: int) -> ResponseReturnValue:
    """Record a convention."""
    form, found, find = forms.ConventionForm(), _fund(fund_id), request.args.get("find", "")
    form.offer(organisations(session(), find), found.calls)

    def record() -> str:
        services.record_convention(act(), fund_id=fund_id, **form.facts())
        return url_for("finance_fund.fund", fund_id=fund_id, _anchor="conventions")

    done = t("The convention is recorded. It counts once it is paid in.")
    return sent(form, record, done, "finance/fund/convene.html", fund=found, find=find)


def receive(convention_id: int) -> ResponseReturnValue:
    """Write that money came in."""
    form, found = forms.PaymentForm(), _convention(convention_id)

    def write() -> str:
        services.receive(act(), convention_id=convention_id, amount=form.amount.amount, on=form.on.data)
        return url_for("finance_fund.fund", fund_id=found.fund_id, _anchor="conventions")

    lead = t("%(name)s: %(left)s is still to be paid in.", name=found.contributor.name, left=found.left)
    return sent(
        form, write, t("The payment is in the books."), "finance/fund/step.html",
        title=t("Record a payment into the fund"), lead=lead, crumbs=_crumbs(found.fund),
    )  # fmt: skip


def amend(convention_id: int) -> ResponseReturnValue:
    """Record an amendment to a convention."""
    found = _convention(convention_id)
    form = forms.AmendmentForm.of(found, act().today)

    def record() -> str:
        services.amend_convention(act(), convention_id=convention_id, **form.facts())
        return url_for("finance_fund.fund", fund_id=found.fund_id, _anchor="conventions")

    lead = t("%(name)s: what stood before is kept beside it.", name=found.contributor.name)
    return sent(
        form, record, t("The amendment is recorded."), "finance/fund/step.html",
        title=t("Record an amendment"), lead=lead, crumbs=_crumbs(found.fund),
    )  # fmt: skip


def end(convention_id: int) -> ResponseReturnValue:
    """End a convention before all was paid in."""
    form, found = forms.ReasonForm(), _convention(convention_id)

    def finish() -> str:
        services.end_convention(act(), convention_id=convention_id, reason=form.reason.data)
        return url_for("finance_fund.fund", fund_id=found.fund_id, _anchor="conventions")

    lead = t("%(name)s: %(left)s is still to be paid in.", name=found.contributor.name, left=found.left)
    return sent(
        form, finish, t("The rest is no longer promised."), "finance/fund/step.html",
        title=t("End the convention early"), lead=lead, crumbs=_crumbs(found.fund), submit=t("End the convention"),
        tone="danger",
    )  # fmt: skip


def _crumbs(found: ExperimentFund) -> list[tuple[object, str]]:
    return [
        (t("Experiment fund"), url_for("finance_fund.index")),
        (found.name, url_for("finance_fund.fund", fund_id=found.id)),
    ]


def _fund(fund_id: int) -> ExperimentFund:
    found = queries.fund(session(), fund_id)
    if found is None:
        raise Missing("finance.experiment_fund_unknown", t("There is no such experiment fund."))
    return found


def _convention(convention_id: int) -> FundConvention:
    found = queries.convention(session(), convention_id)
    if found is None:
        raise Missing("finance.convention_unknown", t("There is no such convention."))
    return found
