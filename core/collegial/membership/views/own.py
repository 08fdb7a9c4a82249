"""A member's own space: what the cooperative holds on it, and what it can ask for."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.kernel.text import Text, t
from collegial.membership import queries, services
from collegial.membership.forms import DataForm, ResignForm, SharesForm
from collegial.membership.models import Member
from collegial.membership.permissions import MANAGE
from collegial.membership.rules import consequences
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import CapitalRule
from collegial.web.languages import say
from collegial.web.request import act, session, viewer


def index() -> ResponseReturnValue:
    """Go to one's space; who speaks for several members chooses, who speaks for none is told how to join."""
    spaces = queries.spaces_of(session(), viewer().actor_id, act().today)
    present = [one for one in spaces if one.left_on is None or one.left_on > act().today]
    if len(present or spaces) == 1:
        return redirect(url_for("mine.show", member_id=(present or spaces)[0].id))
    return render_template("membership/mine/choose.html", spaces=spaces, today=act().today)


def show(member_id: int) -> ResponseReturnValue:
    """Show a member what the cooperative holds on it; the staff sees what the member sees."""
    member = _space(member_id)
    others = queries.spaces_of(session(), viewer().actor_id, act().today)
    return render_template(
        "membership/mine/show.html",
        member=member,
        place=queries.placings(session(), [member.id], act().today)[member.id],
        periods=queries.periods_of(session(), member.id),
        requests=queries.requests_of(session(), member.id),
        has_shares=_capital() is not None,
        is_own=member in others,
        may_ask=viewer().may(MANAGE) or queries.speaks_for(session(), viewer().actor_id, member, act().today),
        others=[one for one in others if one is not member],
        today=act().today,
    )


def ask_shares(member_id: int) -> ResponseReturnValue:
    """Ask for more shares."""
    member, form = _space(member_id), SharesForm()
    status = form.attempt(
        lambda: services.ask_more_shares(act(), member, shares=form.shares.data, message=form.message.data)
    )
    if status is None:
        return _asked(member)
    return render_template(
        "membership/mine/shares.html", member=member, form=form, capital=_capital()
    ), status


def ask_leave(member_id: int) -> ResponseReturnValue:
    """Ask to leave, once what it brings with it is read."""
    member, form = _space(member_id), ResignForm()
    status = form.attempt(
        lambda: services.ask_to_leave(act(), member, wished_on=form.wished_on.data, message=form.message.data)
    )
    if status is None:
        return _asked(member)
    return render_template(
        "membership/mine/leave.html",
        member=member,
        form=form,
        follows=consequences(_capital(), to_oneself=member.actor_id == viewer().actor_id),
    ), status


def ask_data(member_id: int) -> ResponseReturnValue:
    """Ask for other contact data."""
    member, form = _space(member_id), DataForm()
    status = form.attempt(lambda: services.ask_data_change(act(), member, message=form.message.data))
    if status is None:
        return _asked(member)
    return render_template("membership/mine/data.html", member=member, form=form), status


def withdraw(member_id: int, request_id: int) -> ResponseReturnValue:
    """Take a request back."""
    member = _space(member_id)
    services.withdraw_request(act(), queries.request_of(session(), request_id, member_id=member.id))
    return _said(member, t("Your request is taken back."))


def _space(member_id: int) -> Member:
    """Return the member whose space this is; raises Missing unless it is one's own, or for the staff."""
    if viewer().may(MANAGE):
        return queries.member(session(), member_id)
    return queries.space(session(), viewer().actor_id, member_id, act().today)


def _capital() -> CapitalRule | None:
    statutes = statutes_on(session(), act().today)
    return rules_of(statutes).capital if statutes else None


def _asked(member: Member) -> ResponseReturnValue:
    return _said(member, t("Your request is with the staff. The answer comes by e-mail, and stands here."))


def _said(member: Member, said: Text) -> ResponseReturnValue:
    flash(say(said), "success")
    return redirect(url_for("mine.show", member_id=member.id))
