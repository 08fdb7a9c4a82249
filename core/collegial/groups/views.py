"""Show the groups, their mandate and who belongs to them today."""

from flask import render_template
from flask.typing import ResponseReturnValue

from collegial.groups.queries import groups_with_members
from collegial.kernel.clock import local_day
from collegial.web.request import act, session


def index() -> ResponseReturnValue:
    """Show every group with its members of today."""
    context = act()
    today = local_day(context.clock.now(), context.zone)
    return render_template("groups/index.html", groups=groups_with_members(session(), today), today=today)
