"""Read webhooks, and what came of their tellings."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.webhooks.models import Webhook, WebhookDelivery

SHOWN = 20


def webhooks(session: Session) -> Sequence[Webhook]:
    """Return all, the oldest first."""
    return session.scalars(select(Webhook).order_by(Webhook.id)).all()


def webhook(session: Session, webhook_id: int) -> Webhook:
    """Return one; raises Missing."""
    found = session.get(Webhook, webhook_id)
    if found is None:
        raise Missing("webhooks.unknown", t("There is no such webhook."))
    return found


def hearing(session: Session, kind: str) -> Sequence[Webhook]:
    """Return those that are told of a kind of thing and are not paused."""
    return [one for one in webhooks(session) if kind in one.kinds and one.paused_at is None]


def delivery(session: Session, delivery_id: int) -> WebhookDelivery | None:
    """Return a telling with its webhook; None once it was forgotten."""
    return session.get(WebhookDelivery, delivery_id, options=[joinedload(WebhookDelivery.webhook)])


def last_deliveries(session: Session, webhook_id: int, *, most: int = SHOWN) -> Sequence[WebhookDelivery]:
    """Return the last tellings of one, the latest first."""
    found = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return session.scalars(found.order_by(WebhookDelivery.id.desc()).limit(most)).all()
