"""Subscribe to new resources, and end it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import act, for_mail_programs, say, session, t, viewer
from collegial_information import queries, services, words
from collegial_information.forms import SubscriptionForm


def mine() -> ResponseReturnValue:
    """Show what one has subscribed to, and subscribe."""
    form = SubscriptionForm()
    status = form.attempt(lambda: services.subscribe(act(), **form.facts()))
    if status is None:
        flash(say(t("You get a mail for each new resource like this.")), "success")
        return redirect(url_for("information.mine"))
    actor_id = viewer().actor_id
    rows = queries.subscriptions_of(session(), actor_id) if actor_id else ()
    return render_template("information/mine.html", form=form, subscriptions=rows, words=words), status


@for_mail_programs
def stop(token: str) -> ResponseReturnValue:
    """Ask whether mails shall stop, and stop them; the link is all that it needs."""
    is_done = request.method == "POST"
    if is_done:
        services.unsubscribe(act(), token)
    known = queries.subscription_by(session(), token) is not None
    return render_template("information/stop.html", is_done=is_done or not known)
