"""Tell other programs, once what is told is committed; what they miss is sent again, under the same mark."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import url_for

from collegial.hooks.contracts import Job
from collegial.kernel.errors import Invalid
from collegial.kernel.events import Context
from collegial.kernel.outbox import ATTEMPTS, outside, running
from collegial.kernel.sealing import opened
from collegial.kernel.text import t
from collegial.web.links import derived_secret
from collegial.web.program import current_program, public_address
from collegial.webhooks import queries, services
from collegial.webhooks.kinds import WebhookKind
from collegial.webhooks.models import DeliveryState, PauseReason, WebhookDelivery
from collegial.webhooks.rules import GONE, TRIAL, Outcome, headers_of, target_of
from collegial.webhooks.sending import send

_OPEN = (DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.GIVEN_UP)


class NotTaken(Exception):
    """A receiver did not take what it was told: it is told again."""


def on_event(kind: WebhookKind) -> Callable[[Context, Any], None]:
    """Return what hears of one kind of thing, after its commit, and promises to tell those who want to know."""

    def hear(context: Context, event: Any) -> None:
        told = queries.hearing(context.session, kind.key)
        news = kind.tell(context.session, event) if told else None
        if news is None:
            return
        url = public_address(url_for(news.endpoint, **news.values))
        work = running()
        at = work.message.created_at if work else context.clock.now()
        services.promise_telling(context, told, kind.key, {"url": url, **news.facts}, at=at)

    return hear


def deliver(context: Context, payload: Mapping[str, Any]) -> None:
    """Tell one receiver; raises NotTaken until the last attempt is made."""
    sent = queries.delivery(context.session, payload["delivery"])
    if sent is None or sent.state not in _OPEN:
        return
    if sent.webhook.paused_at is not None:
        services.leave(sent)
        return
    outcome = _sent(context, sent)
    work = running()
    is_last = sent.kind == TRIAL or outcome.answer == GONE or bool(work and work.message.attempts >= ATTEMPTS)
    services.note_outcome(context, sent, outcome, is_last=is_last)
    if outcome.answer == GONE:
        services.pause_webhook(context, sent.webhook_id, PauseReason.GONE)
    elif not outcome.is_taken and sent.kind != TRIAL:
        said = outcome.error or f"{sent.webhook.host}: {outcome.answer}"
        with outside():  # what came of it is kept, though the work has failed
            raise NotTaken(said)


def _sent(context: Context, telling: WebhookDelivery) -> Outcome:
    """Sign it anew and send it while no transaction is open."""
    named = current_program().settings.webhooks.allowed
    secret = opened(telling.webhook.secret, derived_secret(services.PURPOSE), str(telling.webhook_id))
    if secret is None:
        return Outcome(
            error="the key of this deployment has changed: remove the webhook, and add it anew with its new secret"
        )
    try:
        target = target_of(telling.webhook.address, named)
    except Invalid as refused:  # the settings no longer name its host
        return Outcome(error=str(refused.text)[:300])
    body = telling.body
    headers = headers_of(secret, telling.mark, context.clock.now(), body)
    with outside():
        return send(target, body, headers, named=named)


def tidy(context: Context, _payload: Mapping[str, Any]) -> None:
    """Forget tellings of long ago."""
    services.forget_old(context)


JOBS = (
    Job(key=services.DELIVER, label=t("Telling another program by a webhook"), run=deliver),
    Job(
        key="webhooks.tidy",
        label=t("Forgetting old deliveries of webhooks"),
        run=tidy,
        every=timedelta(days=1),
    ),
)
