"""What the financial tools show on the dashboard: each a card once there is something to tell."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session

from collegial.plugin import Card, Text, Viewer, t
from collegial_finance.fund.showing import cards as fund_cards
from collegial_finance.guarantees.queries import figures as guarantee_figures
from collegial_finance.loans.queries import figures as loan_figures
from collegial_finance.permissions import READ
from collegial_finance.rounds.queries import open_figures


def cards(session: Session, viewer: Viewer, day: date) -> Iterable[Card]:
    """Offer what the open rounds gather, and what the funds call for, guarantee and lend."""
    yield from fund_cards(session, viewer, day)
    if viewer.may(READ):
        yield from _told("rounds", t("Funding rounds"), "finance/card.html", open_figures(session), 60)
        guarantees = guarantee_figures(session)
        yield from _told("guarantees", t("Guarantee funds"), "finance/guarantees_card.html", guarantees, 61)
        yield from _told("loans", t("Loans"), "finance/loans/card.html", loan_figures(session), 62)


def _told(key: str, title: Text, template: str, figures: Mapping[str, object], weight: int) -> Iterator[Card]:
    if any(figures.values()):
        yield Card(
            key=f"finance.{key}", title=title, template=template, context={"figures": figures},
            permission=READ, weight=weight, owner="finance",
        )  # fmt: skip
