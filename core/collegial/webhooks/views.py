"""Show webhooks and what came of their tellings; add, change, try, pause and remove them."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.text import Text, t
from collegial.web.acting import FormPage, form_act, sure_act
from collegial.web.languages import say
from collegial.web.links import derived_secret
from collegial.web.program import current_program, public_address
from collegial.web.request import act, session
from collegial.webhooks import queries, services
from collegial.webhooks.forms import KindsForm, WebhookForm
from collegial.webhooks.kinds import KINDS
from collegial.webhooks.models import Webhook
from collegial.webhooks.rules import TRIAL, shown
from collegial.webhooks.words import why

_LABELS = {one.key: one.label for one in KINDS} | {TRIAL: t("Trial")}


def index() -> ResponseReturnValue:
    """Show all webhooks, each with its last telling."""
    lines = [
        (one, next(iter(queries.last_deliveries(session(), one.id, most=1)), None))
        for one in queries.webhooks(session())
    ]
    return render_template("webhooks/index.html", lines=lines)


def add() -> ResponseReturnValue:
    """Add a webhook; its secret is shown this once, to the first sending of the form."""
    form, made = WebhookForm(), list[tuple[Webhook, bytes]]()

    def make() -> str:
        settings = current_program().settings
        made.append(
            services.add_webhook(
                act(), (form.address.data or "").strip(), form.kinds.data or (),
                key=derived_secret(services.PURPOSE), named=settings.webhooks.allowed,
            )
        )  # fmt: skip
        return url_for("webhooks.show", webhook_id=made[0][0].id)

    outcome = form.make(make)
    if made:
        added, secret = made[0]
        return render_template("webhooks/added.html", webhook=added, secret=shown(secret))
    if isinstance(outcome, str):
        return redirect(outcome)
    return render_template("webhooks/add.html", form=form), outcome


def show(webhook_id: int) -> ResponseReturnValue:
    """Show one webhook with its last tellings."""
    return render_template(
        "webhooks/show.html", webhook=queries.webhook(session(), webhook_id), labels=_LABELS,
        deliveries=queries.last_deliveries(session(), webhook_id), why=why,
    )  # fmt: skip


def change(webhook_id: int) -> ResponseReturnValue:
    """Say anew what one is told."""
    found = queries.webhook(session(), webhook_id)
    form = KindsForm(data={"kinds": found.kinds})
    page = FormPage(title=t("What it is told"), submit=t("Save"), crumbs=_crumbs(found))
    return form_act(
        form, lambda: services.change_webhook(act(), webhook_id, form.kinds.data or ()), page,
        done=t("The webhook is changed."), to=url_for("webhooks.show", webhook_id=webhook_id),
    )  # fmt: skip


def trial(webhook_id: int) -> ResponseReturnValue:
    """Have a trial sent."""
    services.send_trial(act(), webhook_id, {"url": public_address(url_for("web.home"))})
    return _told(webhook_id, t("The trial is on its way. Reload this page to see what came of it."))


def pause(webhook_id: int) -> ResponseReturnValue:
    """Send nothing for a while."""
    services.pause_webhook(act(), webhook_id)
    return _told(webhook_id, t("The webhook is paused: nothing is sent."))


def resume(webhook_id: int) -> ResponseReturnValue:
    """Send again."""
    services.resume_webhook(act(), webhook_id)
    return _told(webhook_id, t("The webhook is resumed: what happens from now on is sent."))


def remove(webhook_id: int) -> ResponseReturnValue:
    """Remove one, once it is asked whether it is meant."""
    found = queries.webhook(session(), webhook_id)
    page = FormPage(
        title=t("Remove the webhook"), submit=t("Remove the webhook"), crumbs=_crumbs(found), icon="delete",
        lead=t("The other program is told nothing any more, and its secret is forgotten."), tone="danger",
        facts=[(t("Address that is told"), found.address)],
    )  # fmt: skip
    return sure_act(
        lambda: services.remove_webhook(act(), webhook_id), page, done=t("The webhook is removed."),
        to=url_for("webhooks.index"),
    )  # fmt: skip


def _crumbs(found: Webhook) -> list[tuple[Text | str, str]]:
    return [
        (t("Webhooks"), url_for("webhooks.index")),
        (found.host, url_for("webhooks.show", webhook_id=found.id)),
    ]


def _told(webhook_id: int, sentence: Text) -> ResponseReturnValue:
    flash(say(sentence), "success")
    return redirect(url_for("webhooks.show", webhook_id=webhook_id))
