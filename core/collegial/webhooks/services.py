"""Add, change, pause and remove webhooks; promise what they are told, and note what came of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.sealing import sealed
from collegial.kernel.text import t
from collegial.webhooks.events import (
    WebhookAdded,
    WebhookChanged,
    WebhookPaused,
    WebhookRemoved,
    WebhookResumed,
)
from collegial.webhooks.models import DeliveryState, PauseReason, Webhook, WebhookDelivery
from collegial.webhooks.permissions import MANAGE
from collegial.webhooks.queries import webhook, webhooks
from collegial.webhooks.rules import TRIAL, Outcome, body_of, new_mark, new_secret, target_of

DELIVER = "webhooks.deliver"
PURPOSE = "webhooks"  # of the key that seals secrets
MOST = 20
KEPT, KEPT_EACH = timedelta(days=30), 200
_OVER = (DeliveryState.DELIVERED, DeliveryState.GIVEN_UP, DeliveryState.LEFT)


def add_webhook(
    context: Context, address: str, kinds: Sequence[str], *, key: bytes, named: Collection[str]
) -> tuple[Webhook, bytes]:
    """Add a webhook; return it with its secret, which is not shown again.

    Raises Invalid for an address that nothing may be sent to, or without a kind; Refused when there are too many.
    """
    require(context.by, MANAGE)
    target_of(address, named)
    if len(webhooks(context.session)) >= MOST:
        raise Refused(
            "webhooks.too_many", t("Remove a webhook that you do not need first: there are too many.")
        )
    added = Webhook(address=address, kinds=_some(kinds), secret="", added_at=context.clock.now())
    context.session.add(added)
    context.session.flush()  # the secret is sealed for its number
    secret = new_secret()
    added.secret = sealed(secret, key, str(added.id))
    context.emit(WebhookAdded(webhook=added.id, host=added.host, kinds=", ".join(added.kinds)))
    return added, secret


def change_webhook(context: Context, webhook_id: int, kinds: Sequence[str]) -> None:
    """Say anew what a webhook is told. Raises Invalid without a kind."""
    require(context.by, MANAGE)
    found = webhook(context.session, webhook_id)
    chosen = _some(kinds)
    if chosen != found.kinds:
        found.kinds = chosen
        context.emit(WebhookChanged(webhook=found.id, host=found.host, kinds=", ".join(chosen)))


def _some(kinds: Sequence[str]) -> list[str]:
    if not kinds:
        raise Invalid("webhooks.no_kind", t("Choose at least one thing to be told."), field="kinds")
    return list(kinds)


def pause_webhook(context: Context, webhook_id: int, why: PauseReason = PauseReason.ASKED) -> None:
    """Send nothing any more until it is resumed; what waits is left."""
    require(context.by, MANAGE)
    found = webhook(context.session, webhook_id)
    going = update(Webhook).where(Webhook.id == webhook_id, Webhook.paused_at.is_(None))
    paused = going.values(paused_at=context.clock.now(), pause_reason=why).returning(Webhook.id)
    if context.session.execute(paused).one_or_none():
        context.emit(WebhookPaused(webhook=found.id, host=found.host, why=why.value))


def resume_webhook(context: Context, webhook_id: int) -> None:
    """Send again what happens from now on."""
    require(context.by, MANAGE)
    found = webhook(context.session, webhook_id)
    standing = update(Webhook).where(Webhook.id == webhook_id, Webhook.paused_at.is_not(None))
    resumed = standing.values(paused_at=None, pause_reason=None).returning(Webhook.id)
    if context.session.execute(resumed).one_or_none():
        context.emit(WebhookResumed(webhook=found.id, host=found.host))


def remove_webhook(context: Context, webhook_id: int) -> None:
    """Remove a webhook with its secret and its tellings; what waits is not sent."""
    require(context.by, MANAGE)
    held_row(context.session, Webhook, webhook_id)
    found = webhook(context.session, webhook_id)
    context.emit(WebhookRemoved(webhook=found.id, host=found.host))
    context.session.execute(delete(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id))
    context.session.delete(found)


def send_trial(context: Context, webhook_id: int, data: Mapping[str, object]) -> None:
    """Have a trial sent, once. Raises Refused while the webhook is paused."""
    require(context.by, MANAGE)
    found = webhook(context.session, webhook_id)
    if found.paused_at is not None:
        raise Refused("webhooks.paused", t("Resume this webhook first: nothing is sent while it is paused."))
    promise_telling(context, [found], TRIAL, data, at=context.clock.now())


def promise_telling(
    context: Context, told: Sequence[Webhook], kind: str, data: Mapping[str, object], *, at: datetime
) -> None:
    """Promise to tell each of some webhooks, under a mark of its own."""
    for one in told:
        mark = new_mark()
        made = WebhookDelivery(
            webhook_id=one.id, mark=mark, kind=kind, body=body_of(kind, mark, at, data),
            made_at=context.clock.now(),
        )  # fmt: skip
        context.session.add(made)
        context.session.flush()  # the promise names it by its number
        promise(context.session, DELIVER, {"delivery": made.id}, at=context.clock.now())


def note_outcome(context: Context, sent: WebhookDelivery, outcome: Outcome, *, is_last: bool) -> None:
    """Note what came of an attempt."""
    missed = DeliveryState.GIVEN_UP if is_last else DeliveryState.FAILED
    sent.state = DeliveryState.DELIVERED if outcome.is_taken else missed
    sent.attempts += 1
    sent.tried_at, sent.answer, sent.error = context.clock.now(), outcome.answer, outcome.error


def leave(sent: WebhookDelivery) -> None:
    """Note that a telling is not sent: its webhook was paused."""
    sent.state = DeliveryState.LEFT


def forget_old(context: Context) -> None:
    """Forget tellings of long ago, and of each webhook all but the last ones that nothing comes of any more."""
    context.session.execute(
        delete(WebhookDelivery).where(WebhookDelivery.made_at < context.clock.now() - KEPT)
    )
    for one in webhooks(context.session):
        over = select(WebhookDelivery.id).where(
            WebhookDelivery.webhook_id == one.id, WebhookDelivery.state.in_(_OVER)
        )
        last = over.order_by(WebhookDelivery.id.desc()).offset(KEPT_EACH).limit(1)
        first_to_go = context.session.scalar(last)
        if first_to_go is not None:
            context.session.execute(
                delete(WebhookDelivery).where(
                    WebhookDelivery.id.in_(over.where(WebhookDelivery.id <= first_to_go))
                )
            )
