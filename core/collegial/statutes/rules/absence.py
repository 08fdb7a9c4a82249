"""What holds for members who do not come, from the statutes or, where they are silent, from the law (L37, L38)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from collegial.statutes.rules.figures import LegalFigure, legal_figure
from collegial.statutes.rules.terms import BlankProxy, CorrespondenceRule, LegalForm, OnArrival, StatuteRules

PAPER_FORMS, ELECTRONIC_FORMS, PAIRED_PROXY = "SA.forms.paper", "SA.forms.electronic", "SA.proxies.pair"
# The law of the SA counts its hour in Paris, wherever the company is.
_PARIS = "Europe/Paris"


def correspondence_of(rules: StatuteRules, *, on: date) -> CorrespondenceRule | None:
    """Give the rule of votes by correspondence; None where there is no such vote.

    In an SA every member may vote so, whatever the statutes say: silent ones accept paper in the time of the law.
    """
    if rules.correspondence or rules.legal_form is not LegalForm.SA:
        return rules.correspondence
    figure = legal_figure(PAPER_FORMS, on=on)
    return CorrespondenceRule(
        paper_days=int(figure.value) if figure else 0, online_hour=None, on_arrival=OnArrival.BOUND
    )


def blank_proxies_of(rules: StatuteRules) -> BlankProxy | None:
    """Say how a proxy without a holder is used; None where there is no such proxy. The law settles it for the SA."""
    return BlankProxy.BOARD if rules.legal_form is LegalForm.SA else rules.blank_proxies


def spouses_may_hold(rules: StatuteRules) -> bool:
    """Say whether a spouse or civil partner who is no member may hold a proxy.

    The law of the SA allows it (Code de commerce, art. L225-106); elsewhere the statutes say.
    """
    return rules.legal_form is LegalForm.SA or rules.spouse_proxies


def pair_days_of(rules: StatuteRules, *, on: date) -> int | None:
    """Say how far an ordinary and an extraordinary assembly may lie apart for one proxy; None for never."""
    if rules.proxy_pair_days is not None or rules.legal_form is not LegalForm.SA:
        return rules.proxy_pair_days
    figure = legal_figure(PAIRED_PROXY, on=on)
    return int(figure.value) if figure else None


@dataclass(frozen=True, kw_only=True)
class FormDates:
    """The last day on which a paper form counts, and the moment until which one is filled in online."""

    paper: date | None
    online: datetime | None


def form_dates(rules: StatuteRules, held_on: date, zone: str) -> FormDates | None:
    """Give the cut-off dates of an assembly; None where there is no vote by correspondence."""
    rule = correspondence_of(rules, on=held_on)
    if rule is None:
        return None
    clock = ZoneInfo(_PARIS if rules.legal_form is LegalForm.SA else zone)
    eve = held_on - timedelta(days=1)
    return FormDates(
        paper=None if rule.paper_days is None else held_on - timedelta(days=rule.paper_days),
        online=None if rule.online_hour is None else datetime.combine(eve, time(rule.online_hour), clock),
    )


def figure_of_forms(rules: StatuteRules, key: str, *, on: date) -> LegalFigure | None:
    """Give the figure of the law behind a cut-off date, where the law of the form has one."""
    return legal_figure(key, on=on) if rules.legal_form is LegalForm.SA else None
