"""Items that members ask for: ask, support, take the support back; the staff accepts."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.forms.asking import MemberItemForm
from collegial.assemblies.models import Assembly
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries import member_items as queries
from collegial.assemblies.services import member_items as acts
from collegial.kernel.errors import DomainError, Forbidden
from collegial.kernel.text import Text, t
from collegial.statutes.rules import DecisionKind
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer


def ask_for_item(assembly_id: int, member_id: int) -> ResponseReturnValue:
    """Ask for an item on the agenda."""
    meeting, form = meetings.assembly(session(), assembly_id), MemberItemForm()
    right = _right(meeting, member_id)
    status = form.attempt(
        lambda: acts.ask_for_item(
            act(), meeting, right.member_id, title=form.title.data, reasons=form.reasons.data,
            resolution=form.resolution.data or "", kind=DecisionKind(form.kind.data),
        )
    )  # fmt: skip
    if status is None:
        flash(say(t("Your item is written down. Other members can support it.")), "success")
        return redirect(_back(assembly_id))
    rule = queries.asking(session(), meeting, current_program().settings.pays.zone)
    return render_template(
        "assemblies/ask_item.html", assembly=meeting, right=right, form=form, rule=rule
    ), status


def support(assembly_id: int, item_id: int, member_id: int) -> ResponseReturnValue:
    """Support an item, or take the support back."""
    item = queries.member_item(session(), assembly_id, item_id)
    if request.form.get("back"):
        return _told(
            assembly_id,
            lambda: acts.take_support_back(act(), item, member_id),
            t("Your support is taken back."),
        )
    return _told(assembly_id, lambda: acts.support_item(act(), item, member_id), t("You support this item."))


def accept_item(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Put an item on the agenda below the threshold."""
    item = queries.member_item(session(), assembly_id, item_id)
    return _told(assembly_id, lambda: acts.accept_item(act(), item), t("The item is on the agenda."))


def _right(meeting: Assembly, member_id: int) -> queries.Right:
    program = current_program()
    today = program.today
    for one in queries.rights_of(session(), meeting, viewer().actor_id, today):
        if one.member_id == member_id:
            return one
    raise Forbidden("assemblies.not_yours", t("This voting right is not yours."))


def _told(assembly_id: int, run: Callable[[], None], done: Text) -> ResponseReturnValue:
    """Do a one-click act and say how it went; whoever was too late reads why on the same page."""
    try:
        run()
    except Forbidden:
        raise
    except DomainError as error:
        flash(say(error.text), "warning")
    else:
        flash(say(done), "success")
    return redirect(_back(assembly_id))


def _back(assembly_id: int) -> str:
    return url_for("assemblies.show", assembly_id=assembly_id, _anchor="member-items")
