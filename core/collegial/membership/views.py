"""Show the register of members."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collegial.kernel.clock import local_day
from collegial.kernel.paging import page_of
from collegial.membership import queries
from collegial.web.request import act, session

LONGEST_SEARCH = 100


def index() -> ResponseReturnValue:
    """Show the members of today, by name, with how many each college has."""
    context = act()
    today = local_day(context.clock.now(), context.zone)
    words, college = request.args.get("q", "").strip()[:LONGEST_SEARCH], request.args.get("college", "")
    found = queries.register(today, college_key=college, words=words)
    page = page_of(session(), found, number=request.args.get("page", 1, type=int))
    return render_template(
        "membership/index.html",
        page=page,
        places=queries.placings(session(), [member.id for member in page.items], today),
        counts=queries.count_by_college(session(), today),
        words=words,
        college=college,
        no_college=queries.NO_COLLEGE,
        today=today,
    )
