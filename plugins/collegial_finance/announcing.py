"""What the public site announces of the financial tools: the last days of calls and of campaigns."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from collegial.plugin import PublicItem, PublicKind, PublicSource, Span, t
from collegial_finance.fund.queries import calls_closing
from collegial_finance.patronage.queries import campaigns_closing


def calls(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the calls that close in a span, the next first."""
    for one in calls_closing(session, span.first, span.last, most=span.most):
        yield PublicItem(
            number=one.id, title=one.title, on=one.closes_on, label=t("Last day of a call for projects"),
            endpoint="finance_fund.call", values={"call_id": one.id},
        )  # fmt: skip


def campaigns(session: Session, span: Span) -> Iterable[PublicItem]:
    """Return the public campaigns that close in a span, the next first."""
    for one in campaigns_closing(session, span.first, span.last, most=span.most):
        yield PublicItem(
            number=one.id, title=one.title, on=one.closes_on, label=t("Last day of a campaign of patronage"),
            endpoint="finance_patronage.show", values={"campaign_id": one.id},
        )  # fmt: skip


PUBLIC_SOURCES = (
    PublicSource(key="finance.calls", label=t("Calls for projects"), kind=PublicKind.DATE, items=calls),
    PublicSource(
        key="finance.campaigns", label=t("Campaigns of patronage"), kind=PublicKind.DATE, items=campaigns
    ),
)
