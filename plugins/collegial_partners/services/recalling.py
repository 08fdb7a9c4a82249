"""Open the next annual review of a protocol, and promise the letters that recall it and the end."""

from datetime import UTC, date, datetime, time, timedelta

from collegial.plugin import Context, promise, settings_of
from collegial_partners.models import PartnerProtocol, ProtocolReview
from collegial_partners.rules import span_of
from collegial_partners.settings import RULES

REMIND, LAPSE = "partners.remind", "partners.lapse"


def open_review(context: Context, protocol: PartnerProtocol) -> ProtocolReview | None:
    """Open the next review of a protocol and promise its reminders; None when no days are left to review."""
    number = len(protocol.reviews) + 1
    span = span_of(number, protocol.starts_on, protocol.last_day)
    if span is None:
        return None
    row = ProtocolReview(number=number, from_on=span.first, due_on=span.until)
    protocol.reviews.append(row)
    context.session.flush()  # the promise names it by its number
    early = timedelta(days=settings_of(context.session, RULES).reminder_days)
    for day in (row.due_on - early, row.due_on):
        _promise(context, REMIND, {"review": row.id, "due_on": row.due_on.isoformat()}, day)
    return row


def recall_end(context: Context, protocol: PartnerProtocol) -> None:
    """Promise that the protocol ends by itself after its last day, unless it is renewed."""
    _promise(context, LAPSE, {"protocol": protocol.id}, protocol.last_day + timedelta(days=1))


def _promise(context: Context, task: str, payload: dict[str, object], day: date) -> None:
    """Promise work for the morning of a day; a day that is past is left alone for reminders, done for an end."""
    at = datetime.combine(day, time(7), tzinfo=UTC)
    if at >= context.clock.now() or task == LAPSE:
        promise(context.session, task, payload, at=at)
