"""What the year's report says of the experiment funds: where they stand, who pays in and for what, what calls use."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.plugin import ZERO, Money, Text, t
from collegial_finance.fund import queries
from collegial_finance.fund.means import Standing
from collegial_finance.fund.models import FundConvention, ProjectAgreement, ProjectCall
from collegial_finance.ledger import chart
from collegial_finance.reports.rules import Breakdown, Figure, Part
from collegial_finance.words import CONTRIBUTOR_KINDS

# What a tool moved in a year: from one account to another.
Moved = Callable[[str, str, str], Money]


def part(session: Session, year: int, moved: Moved) -> Part:
    """Return the figures of all experiment funds, by contributor and earmark, and by call."""
    now = _together([queries.standing(session, one.id) for one in queries.funds(session)])
    agreed = select(func.sum(ProjectAgreement.amount)).where(
        ProjectAgreement.drawn_on.between(date(year, 1, 1), date(year, 12, 31))
    )
    return Part(
        t("Experiment funds"),
        (
            Figure(t("Promised and not paid in, today"), now.promised),
            Figure(t("Available today"), now.available),
            Figure(t("Committed and not paid, today"), now.to_pay),
            Figure(t("In hand today"), now.in_hand),
            Figure(t("Received in the year"), moved("experiment", chart.BANK, chart.EXPERIMENTS)),
            Figure(t("Committed by agreements of the year"), _money(session.scalar(agreed))),
            Figure(t("Paid to projects in the year"), moved("experiment", chart.EXPERIMENTS, chart.BANK)),
        ),
        tuple(one for one in (_contributions(session), _calls(session)) if one.rows),
        whole=(
            (t("Committed and not paid, today"), now.to_pay),
            (t("Available today"), max(ZERO, now.available)),
        ),
    )


def _together(standings: list[Standing]) -> Standing:
    return Standing(
        promised=sum((one.promised for one in standings), ZERO),
        received=sum((one.received for one in standings), ZERO),
        committed=sum((one.committed for one in standings), ZERO),
        paid=sum((one.paid for one in standings), ZERO),
    )


def _contributions(session: Session) -> Breakdown:
    loads = (
        joinedload(FundConvention.contributor), joinedload(FundConvention.call),
        selectinload(FundConvention.receipts),
    )  # fmt: skip
    found = session.scalars(select(FundConvention).options(*loads).order_by(FundConvention.id))
    rows = [
        (
            (one.contributor.name, CONTRIBUTOR_KINDS[one.kind], _earmark(one)),
            (one.amount, one.received, one.left),
        )
        for one in found
    ]
    words = (t("Contributor"), t("Where the money comes from"), t("Earmarked for"))
    amounts = (t("Promised in all"), t("Received"), t("Still promised"))
    return Breakdown(t("Contributions by contributor and earmark"), words, amounts, tuple(rows))


def _earmark(one: FundConvention) -> str | Text:
    if one.call:
        return f"{one.call.title} – {one.earmark}" if one.earmark else one.call.title
    return t("Every call – %(terms)s", terms=one.earmark) if one.earmark else t("Every call")


def _calls(session: Session) -> Breakdown:
    rows = []
    for fund in queries.funds(session):
        pots = queries.pots(session, fund.id)
        paid = queries.paid_by_call(session, fund.id)
        titles = select(ProjectCall.id, ProjectCall.title).where(ProjectCall.fund_id == fund.id)
        rows += [
            (
                (title,),
                (
                    pots.envelopes[call_id], pots.committed.get(call_id, ZERO), paid.get(call_id, ZERO),
                    pots.available_for(call_id),
                ),
            )
            for call_id, title in session.execute(titles.order_by(ProjectCall.id))
        ]  # fmt: skip
    amounts = (t("Offered in all"), t("Committed"), t("Paid"), t("Available"))
    return Breakdown(t("Calls for projects"), (t("Call"),), amounts, tuple(rows))


def _money(found: object) -> Money:
    return found if isinstance(found, Money) else Money(int(str(found or 0)))
