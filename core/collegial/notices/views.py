"""Show what someone was told, open it, choose how to hear, and stop mails by their link."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.clock import local_day
from collegial.kernel.sentences import read_text
from collegial.kernel.text import t
from collegial.notices import queries, services
from collegial.notices.forms import choices_form, field_name
from collegial.notices.gathering import by_day
from collegial.notices.links import read_stop_token
from collegial.notices.models import Notice
from collegial.notices.offering import kinds, offered_to, parts
from collegial.web.languages import say
from collegial.web.menu import address
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer
from collegial.web.security import for_mail_programs


def index() -> ResponseReturnValue:
    """Show a page of what the reader was told, the latest first."""
    account, unread = viewer().account_id or 0, request.args.get("unread") == "1"
    number = request.args.get("page", 1, type=int)
    page = queries.notices_of(session(), account, number=number, unread=unread)
    labels = {key: one.label for key, one in kinds().items()}
    return render_template(
        "notices/index.html", page=page, unread=unread, labels=labels, read_text=read_text,
        days=by_day(page.items, _day_of),
        waiting=queries.count_unread(session(), account),
    )  # fmt: skip


def _day_of(one: Notice) -> date:
    return local_day(one.created_at, current_program().settings.pays.zone)


def open_notice(notice_id: int) -> ResponseReturnValue:
    """Note that it was opened, and lead on to what it is about."""
    found = services.read(act(), notice_id)
    target = address(found.kind, found.endpoint, found.values)
    if target is None:
        flash(say(t("The module of this notice is no longer there.")), "info")
    return redirect(target or url_for("notices.index"))


def read_all() -> ResponseReturnValue:
    """Note that all was seen."""
    services.read_all(act())
    flash(say(t("All notices are marked as read.")), "success")
    return redirect(url_for("notices.index"))


def choices() -> ResponseReturnValue:
    """Choose how to hear of each kind."""
    offered = offered_to(session(), viewer())
    form = choices_form(offered, queries.choices(session(), viewer().account_id or 0))
    by_key = {one.key: one for one in offered}
    status = form.attempt(lambda: services.choose(act(), by_key, form.chosen(offered)))
    if status is None:
        flash(say(t("Your choices are kept.")), "success")
        return redirect(url_for("notices.choices"))
    return render_template(
        "notices/choices.html", form=form, parts=parts(offered), field_name=field_name
    ), status


@for_mail_programs
def stop(token: str) -> ResponseReturnValue:
    """Ask whether mails of a kind shall stop, and stop them; an empty kind means every digest."""
    key, account = read_stop_token(token)
    is_done = request.method == "POST"
    if is_done:
        services.stop_mails(act(), kinds(), key, account)
    return render_template("notices/stop.html", kind=kinds().get(key), is_done=is_done)
