"""What an experiment fund shows outside its pages: a card of the dashboard, and what the search finds."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.plugin import Card, Rows, SearchSource, Viewer, t
from collegial_finance.fund import queries
from collegial_finance.fund.models import ProjectApplication, ProjectCall
from collegial_finance.permissions import READ, READ_APPLICATIONS


def cards(session: Session, viewer: Viewer, day: date) -> Iterable[Card]:
    """Offer the open calls, what awaits the reader's scores, and the figures to those who read the books."""
    calls = [one for one in queries.calls(session) if one.opens_on <= day <= one.closes_on]
    funds = queries.funds(session) if viewer.may(READ) else ()
    if calls or funds:
        yield Card(
            key="finance.fund",
            title=t("Experiment fund"),
            template="finance/fund/card.html",
            context={
                "calls": calls,
                "funds": [(one, queries.standing(session, one.id)) for one in funds],
            },
            weight=59,
            owner="finance",
        )


def _calls(_session: Session, _viewer: Viewer) -> Rows:
    return select(ProjectCall.id, ProjectCall.title, ProjectCall.text)


def _applications(_session: Session, _viewer: Viewer) -> Rows:
    return select(ProjectApplication.id, ProjectApplication.title, ProjectApplication.summary)


SOURCES = (
    SearchSource(
        key="finance.calls",
        label=t("Calls for projects"),
        endpoint="finance_fund.call",
        argument="call_id",
        rows=_calls,
        weight=45,
    ),
    SearchSource(
        key="finance.applications",
        label=t("Applications to the experiment funds"),
        endpoint="finance_fund.application",
        argument="application_id",
        rows=_applications,
        permission=READ_APPLICATIONS,
        weight=46,
    ),
)
