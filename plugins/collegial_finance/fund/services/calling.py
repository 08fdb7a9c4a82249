"""Publish a call for projects."""

from collections.abc import Sequence

from collegial.plugin import Context, require
from collegial_finance.fund.events import ProjectCallOpened
from collegial_finance.fund.means import check_offer
from collegial_finance.fund.models import CallCriterion, ProjectCall
from collegial_finance.fund.queries import left_for_new
from collegial_finance.fund.rules import CallPlan, Criterion, check_call
from collegial_finance.fund.services.holding import locked_fund
from collegial_finance.permissions import LEAD_EXPERIMENTS


def open_call(
    context: Context,
    *,
    fund_id: int,
    title: str,
    text: str,
    plan: CallPlan,
    criteria: Sequence[Criterion],
    may_wait: bool = False,
) -> ProjectCall:
    """Publish a call with what applications are scored on.

    Raises Refused `finance.offer_beyond_available` where it offers more than is there, until it `may_wait` for money.
    """
    require(context.by, LEAD_EXPERIMENTS)
    check_call(plan, criteria, context.today)
    found = locked_fund(context, fund_id)
    check_offer(plan.envelope, left_for_new(context.session, found.id, context.today), may_wait=may_wait)
    made = ProjectCall(
        fund_id=found.id, title=title, text=text, opens_on=plan.opens_on, closes_on=plan.closes_on,
        envelope=plan.envelope, most=plan.most,
        criteria=[
            CallCriterion(position=number, label=one.label, meaning=one.meaning, weight=one.weight)
            for number, one in enumerate(criteria, start=1)
        ],
    )  # fmt: skip
    context.session.add(made)
    context.session.flush()
    context.emit(ProjectCallOpened(fund=found.id, call=made.id))
    return made
