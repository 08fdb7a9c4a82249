"""Follow a proposal, want mails of mentions or not, and stop mails by the link they hold."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.text import t
from collegial.proposals.links import read_link
from collegial.proposals.services import following
from collegial.proposals.views.loading import readable
from collegial.web.languages import say
from collegial.web.request import act
from collegial.web.security import for_mail_programs


def follow(slug: str) -> ResponseReturnValue:
    """Follow a proposal, or no longer."""
    proposal = readable(slug)
    if request.form.get("stop"):
        following.unfollow(act(), proposal)
        flash(say(t("You no longer follow this proposal.")), "info")
    else:
        following.follow(act(), proposal)
        flash(say(t("You follow this proposal: what is new comes by e-mail, the next morning.")), "success")
    return redirect(url_for("proposals.show", slug=slug))


def mentions(slug: str) -> ResponseReturnValue:
    """Want a mail when one is mentioned, or none."""
    proposal = readable(slug)
    if request.form.get("stop"):
        following.silence_mentions(act(), proposal)
        flash(say(t("You will get no more e-mails when you are mentioned about this proposal.")), "info")
    else:
        following.hear_mentions(act(), proposal)
        flash(say(t("You get an e-mail when you are mentioned about this proposal.")), "success")
    return redirect(url_for("proposals.show", slug=slug))


@for_mail_programs
def stop_mail(token: str) -> ResponseReturnValue:
    """Ask whether mails shall stop, and stop them."""
    link = read_link(token)
    if request.method == "POST":
        following.stop_by_link(act(), link.what, link.proposal, link.account)
    return render_template(
        "proposals/stop_mail.html",
        is_mentions=link.what == following.MENTIONS,
        is_done=request.method == "POST",
    )
