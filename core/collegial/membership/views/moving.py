"""Admit members by hand, move them, record their leaving."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.actors.queries import actor as actor_by_id
from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.membership import queries, services
from collegial.membership.forms import AdmitForm, CategoryForm, CollegeForm, LeaveForm
from collegial.membership.models import Member
from collegial.membership.rules import LeavingCause, consequences, is_mandatory, meaning_of, proposed_college
from collegial.statutes.models import Category
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import StatuteRules
from collegial.web.forms import row_number
from collegial.web.hours import day_or_none
from collegial.web.languages import say
from collegial.web.request import act, session

LONGEST_SEARCH = 100


def admit() -> ResponseReturnValue:
    """Admit an actor of the directory: search for it, choose its category, the statutes propose the college."""
    form, find, admitted = AdmitForm(), request.args.get("find", "").strip()[:LONGEST_SEARCH], list[Member]()
    rules = _rules()
    form.offer(_found(find, request.args.get("actor", type=row_number)), rules)
    if not form.is_submitted():
        form.admitted_on.data, form.actor.data = act().today, request.args.get("actor", type=row_number)
    status = form.attempt(lambda: admitted.append(_admit(form)))
    if status is None:
        return _done(admitted[0], t("Member %(number)s is admitted.", number=admitted[0].number))
    return render_template("membership/admit.html", form=form, find=find, reasons=_reasons(rules)), status


def change_category(member_id: int) -> ResponseReturnValue:
    """Move a member to another category, and to the college that follows if so wished."""
    member, form, rules = queries.member(session(), member_id), CategoryForm(), _rules()
    category = queries.placings(session(), [member_id], act().today)[member_id].category
    form.offer_categories(rules, present=category.key if category else None)
    if not form.is_submitted():
        form.starts_on.data = act().today
    status = form.attempt(lambda: services.change_category(
        act(), member, category_key=form.category.data, starts_on=form.starts_on.data,
        decision=form.decision.data, follow=form.follow.data, accept_empty=form.accept_empty.data,
    ))  # fmt: skip
    if status is None:
        return _done(member, t("The category is changed."))
    return _moving("membership/category.html", member, form=form, rules=rules), status


def change_college(member_id: int) -> ResponseReturnValue:
    """Move a member to another college, as a decision allows."""
    member, form, rules = queries.member(session(), member_id), CollegeForm(), _rules()
    college = queries.placings(session(), [member_id], act().today)[member_id].college
    form.offer(rules, present=college.key if college else None)
    if not form.is_submitted():
        form.starts_on.data = act().today
    status = form.attempt(lambda: services.change_college(
        act(), member, college_key=form.college.data, starts_on=form.starts_on.data, decision=form.decision.data,
    ))  # fmt: skip
    if status is None:
        return _done(member, t("The college is changed."))
    return _moving("membership/college.html", member, form=form, rules=rules), status


def leave(member_id: int) -> ResponseReturnValue:
    """Record that a member leaves, with its cause and what follows."""
    member, form, rules = queries.member(session(), member_id), LeaveForm(), _rules()
    form.offer(member.actor.kind, meaning=[(cause, say(meaning_of(cause))) for cause in LeavingCause])
    if not form.is_submitted():
        form.left_on.data = day_or_none(request.args.get("on", "")) or act().today
        form.cause.data = request.args.get("cause")
    status = form.attempt(lambda: services.leave(
        act(), member, left_on=form.left_on.data, cause=_cause(form), reason=form.note.data or None,
        decision=form.decision.data, accept_empty=form.accept_empty.data,
    ))  # fmt: skip
    if status is None:
        return _done(member, t("The leaving is recorded."))
    follows = consequences(rules.capital if rules else None)
    return _moving("membership/leave.html", member, form=form, rules=rules, follows=follows), status


def _admit(form: AdmitForm) -> Member:
    return services.admit_member(
        act(), actor_by_id(session(), form.actor.data), category_key=form.category.data,
        college_key=form.college.data or None, admitted_on=form.admitted_on.data,
        decision=form.decision.data,
    )  # fmt: skip


def _cause(form: LeaveForm) -> LeavingCause:
    try:
        return LeavingCause(form.cause.data)
    except ValueError:
        raise Invalid("members.unknown_cause", t("Choose one of the causes."), field="cause") from None


def _found(find: str, chosen: int | None) -> list[Actor]:
    """Return who can be admitted: whom the address names, and whom the search finds."""
    first = [session().get(Actor, chosen)] if chosen else []
    found = [one for one in first if one]
    return [*found, *(one for one in queries.admissible(session(), find, act().today) if one not in found)]


def _reasons(rules: StatuteRules | None) -> list[Text]:
    """Say for each category where it leads, and why."""
    return [proposed_college(rules, one.key).reason for one in rules.categories] if rules else []


def _moving(template: str, member: Member, *, rules: StatuteRules | None, **given: object) -> str:
    place = queries.placings(session(), [member.id], act().today)[member.id]
    last_of = _last_of(member, place.category, rules)
    return render_template(template, member=member, place=place, last_of=last_of, **given)


def _last_of(member: Member, category: Category | None, rules: StatuteRules | None) -> Category | None:
    """Return the mandatory category that has no other member today (L2)."""
    if category is None or rules is None or not is_mandatory(rules, category.key):
        return None
    return category if queries.is_alone_in(session(), category, member, act().today) else None


def _done(member: Member, said: Text) -> ResponseReturnValue:
    flash(say(said), "success")
    return redirect(url_for("membership.show", member_id=member.id))


def _rules() -> StatuteRules | None:
    statutes = statutes_on(session(), act().today)
    return rules_of(statutes) if statutes else None
