"""Show who is, or was, a member on a day; one member; and how the membership grew."""

from datetime import date
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collegial.actors.models import Actor
from collegial.actors.permissions import PERSONS
from collegial.actors.queries import voter_of
from collegial.kernel.paging import Listed, page_of_rows
from collegial.membership import queries
from collegial.membership.exports import COLUMNS, REGISTER, register_row
from collegial.membership.models import Member
from collegial.membership.rules import Change, moments, sizes_on
from collegial.statutes.queries import categories, colleges
from collegial.web.hours import day_or_none
from collegial.web.request import act, session, viewer
from collegial.web.tables import table_response

LONGEST_SEARCH = 100


def index() -> ResponseReturnValue:
    """Show the members of a day, by name, with how many each college has; today unless `on` says otherwise."""
    today, asked = act().today, request.args.get("on", "")
    chosen = day_or_none(asked) if asked else today
    day = chosen or today
    words, college = request.args.get("q", "").strip()[:LONGEST_SEARCH], request.args.get("college", "")
    alone = bool(request.args.get("alone"))
    found = queries.standings(day, college_key=college, words=words, without_voter=alone)
    page = page_of_rows(session(), found, number=request.args.get("page", 1, type=int))
    return render_template(
        "membership/index.html",
        page=page,
        counts=queries.count_by_college(session(), day),
        words=words,
        college=college,
        alone=alone,
        no_college=queries.NO_COLLEGE,
        day=day,
        today=today,
        wrong_day=None if chosen else asked,
    ), 200 if chosen else 422


def export(file_format: str) -> ResponseReturnValue:
    """Give the members that the register shows as a file for a spreadsheet."""
    asked = request.args.get("on", "")
    day = (day_or_none(asked) if asked else None) or act().today
    words, college = request.args.get("q", "").strip()[:LONGEST_SEARCH], request.args.get("college", "")
    alone = bool(request.args.get("alone"))
    found = queries.standings(day, college_key=college, words=words, without_voter=alone)
    written = partial(register_row, with_contacts=viewer().may(PERSONS))
    rows = Listed(session(), found, written, scalars=False)
    return table_response(REGISTER, COLUMNS, rows, file_format)


def over_time() -> ResponseReturnValue:
    """Show how many members each college and each category has had over time."""
    growth, today = queries.growth(session()), act().today
    first = min((one.day for one in growth.members), default=today)
    days = moments(min(first, today), today)
    return render_template(
        "membership/over_time.html",
        colleges=_sizes(growth.colleges, days, {str(one.id): one.name for one in colleges(session())}),
        categories=_sizes(growth.categories, days, {str(one.id): one.name for one in categories(session())}),
        totals=[one.total for one in sizes_on(growth.members, days)],
    )


def show(member_id: int) -> ResponseReturnValue:
    """Show one member: who it is, where it has been, who votes for it, and what other features hold on it."""
    member, today = queries.member(session(), member_id), act().today
    return render_template(
        "membership/show.html",
        member=member,
        place=queries.placings(session(), [member.id], today)[member.id],
        periods=queries.periods_of(session(), member.id),
        decisions=queries.decisions_of(session(), member.id),
        voter=_voter(member, today),
        requests=queries.requests_of(session(), member.id),
        today=today,
    )


def _voter(member: Member, day: date) -> Actor:
    return session().get_one(Actor, voter_of(session(), [member.actor_id], day)[member.actor_id])


def _sizes(
    changes: list[Change], days: list[date], names: dict[str, str]
) -> list[tuple[date, list[tuple[str, int]]]]:
    """Name the groups and give each day the sizes of all of them that ever had a member."""
    met = {one.key for one in changes}
    return [
        (sizes.day, [(name, sizes.by_key.get(key, 0)) for key, name in names.items() if key in met])
        for sizes in sizes_on(changes, days)
    ]
