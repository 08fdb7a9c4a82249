"""Prepare an annual review and conclude it."""

from dataclasses import dataclass
from datetime import date

from collegial.plugin import Context, Invalid, Missing, Refused, require, t
from collegial_partners import queries
from collegial_partners.events import ReviewConcluded
from collegial_partners.models import IndicatorValue, PartnerProtocol, ProtocolReview
from collegial_partners.permissions import MANAGE
from collegial_partners.rules import (
    IndicatorMeasure,
    ReviewDecision,
    why_not_conclude,
    written_figures,
)
from collegial_partners.services.protocols import close_protocol, held
from collegial_partners.services.recalling import open_review, recall_end


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What the responsibles of a protocol conclude in a review."""

    held_on: date
    place: str
    technical: str
    political: str
    conclusions: str
    decision: ReviewDecision
    renewed_until: date | None = None


def plan_review(
    context: Context, *, protocol_id: int, number: int, held_on: date, place: str
) -> ProtocolReview:
    """Say when and where the responsibles meet."""
    require(context.by, MANAGE)
    row = _open(held(context, protocol_id), number)
    row.held_on, row.place = held_on, place.strip() or None
    return row


def give_value(
    context: Context, *, protocol_id: int, number: int, indicator_id: int, value: int
) -> IndicatorValue:
    """Give the figure of an indicator that nothing counts."""
    require(context.by, MANAGE)
    protocol = held(context, protocol_id)
    review = _open(protocol, number)
    indicator = next((one for one in protocol.indicators if one.id == indicator_id), None)
    if indicator is None or indicator.measure is not IndicatorMeasure.BY_HAND:
        raise Missing("partners.no_indicator", t("There is no such indicator to give by hand."))
    row = queries.value_of(context.session, review.id, indicator.id)
    if row is None:
        row = IndicatorValue(review_id=review.id, indicator_id=indicator.id)
        context.session.add(row)
    row.value = value
    context.session.flush()
    context.session.expire(review, ["values"])
    return row


def conclude_review(
    context: Context, *, protocol_id: int, number: int, concluded: Conclusion
) -> ProtocolReview:
    """Conclude a review: its figures are kept as they are, the protocol goes on, is renewed or ends."""
    require(context.by, MANAGE)
    protocol = held(context, protocol_id)
    row = _open(protocol, number)
    _check(context, protocol, concluded)
    row.figures = written_figures(queries.figures_of(context.session, row))
    row.held_on, row.place = concluded.held_on, concluded.place.strip() or None
    row.technical, row.political = concluded.technical.strip(), concluded.political.strip()
    row.conclusions, row.decision = concluded.conclusions.strip(), concluded.decision
    if row.decision is ReviewDecision.RENEWED:
        row.renewed_until = concluded.renewed_until
    row.concluded_on = context.today
    context.emit(ReviewConcluded(protocol=protocol.id, number=number, decision=row.decision.value))
    _follow(context, protocol, row)
    return row


def review_of(protocol: PartnerProtocol, number: int) -> ProtocolReview:
    """Return a review of a protocol; raises Missing."""
    found = next((one for one in protocol.reviews if one.number == number), None)
    if found is None:
        raise Missing("partners.no_review", t("There is no such review of this protocol."))
    return found


def _follow(context: Context, protocol: PartnerProtocol, row: ProtocolReview) -> None:
    if row.decision is ReviewDecision.ENDED:
        close_protocol(context, protocol, row.conclusions)
        return
    if row.renewed_until is not None:
        protocol.renewed_until = row.renewed_until
        recall_end(context, protocol)
    open_review(context, protocol)


def _check(context: Context, protocol: PartnerProtocol, concluded: Conclusion) -> None:
    obstacle = why_not_conclude(
        concluded.decision, technical=concluded.technical, political=concluded.political,
        ends_on=protocol.last_day, renewed_until=concluded.renewed_until,
    )  # fmt: skip
    if obstacle:
        field, text = obstacle
        raise Invalid("partners.review_incomplete", text, field=field)
    if concluded.held_on > context.today:
        raise Invalid("partners.held_later", t("This day is still to come."), field="held_on")
    if not concluded.conclusions.strip():
        raise Invalid("partners.no_conclusions", t("Write what you conclude."), field="conclusions")


def _open(protocol: PartnerProtocol, number: int) -> ProtocolReview:
    row = review_of(protocol, number)
    if row.concluded_on is not None:
        raise Refused("partners.concluded", t("This review is concluded: nothing changes in it any more."))
    return row
