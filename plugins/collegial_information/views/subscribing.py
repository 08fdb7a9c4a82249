"""Subscribe to new resources, with or without an account, and end it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.plugin import act, for_mail_programs, say, session, t, viewer
from collegial_information import queries, services, words
from collegial_information.forms import AddressForm, SubscriptionForm
from collegial_information.models import InformationSubscription


def mine() -> ResponseReturnValue:
    """Show what one has subscribed to, and subscribe; an account of nobody in the directory does it by mail."""
    actor_id = viewer().actor_id
    if actor_id is None:
        return redirect(url_for("information.subscribe"))
    form = SubscriptionForm()
    status = form.attempt(lambda: services.subscribe(act(), **form.facts()))
    if status is None:
        flash(say(t("You get an e-mail for each new resource like this.")), "success")
        return redirect(url_for("information.mine"))
    rows = queries.subscriptions_of(session(), actor_id)
    return render_template("information/mine.html", form=form, subscriptions=rows, words=words), status


def subscribe() -> ResponseReturnValue:
    """Let anyone ask for mails; the answer is the same whatever the address has subscribed to."""
    form = AddressForm()
    status = form.attempt(
        lambda: services.ask_to_subscribe(
            act(), email=form.email.data or "", locale=str(get_locale()), **form.facts()
        )
    )
    if status is None:
        return _shown("sent", say(t("One step more")))
    return render_template("information/subscribe.html", form=form), status


def confirm(token: str) -> ResponseReturnValue:
    """Ask whether the mails shall begin, and begin them: a program that follows links confirms nothing."""
    if request.method == "POST":
        return _shown("done", say(t("It is agreed")), services.confirm(act(), token))
    found = queries.subscription_by(session(), token)
    if found is None:
        return render_template("information/stop.html", is_done=True), 404
    step = "ask" if found.confirmed_at is None else "done"
    return _shown(step, say(t("Be told by e-mail")), found)


@for_mail_programs
def stop(token: str) -> ResponseReturnValue:
    """Ask whether mails shall stop, and stop them; the link is all that it needs."""
    is_done = request.method == "POST"
    if is_done:
        services.unsubscribe(act(), token)
    known = queries.subscription_by(session(), token) is not None
    return render_template("information/stop.html", is_done=is_done or not known)


def _shown(step: str, title: str, wanted: InformationSubscription | None = None) -> str:
    return render_template("information/subscribed.html", step=step, title=title, wanted=wanted, words=words)
