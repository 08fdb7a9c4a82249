"""Pages of groups."""

from collegial.groups.permissions import MANAGE, MEET
from collegial.groups.views import groups, meeting
from collegial.kernel.permissions import SIGNED_IN
from collegial.web.routing import Pages

pages = Pages(
    "groups",
    __name__,
    url_prefix="/groups",
    template_folder="templates",
    help="move-a-proposal#groups",
)
_BOTH, _POST = ("GET", "POST"), ("POST",)
_GROUP = "/of/<key>"
_MEETING = f"{_GROUP}/meetings/<int:meeting_id>"

pages.page("/", groups.index, permission=SIGNED_IN)
pages.page("/new", groups.create, permission=MANAGE, methods=_BOTH)
pages.page(_GROUP, groups.show, permission=SIGNED_IN)
pages.page(f"{_GROUP}/mandate", groups.describe, permission=MANAGE, methods=_BOTH)
pages.page(f"{_GROUP}/members", groups.join, permission=MANAGE, methods=_POST)
pages.page(f"{_GROUP}/members/<int:actor_id>/end", groups.leave, permission=MANAGE, methods=_POST)
pages.page(f"{_GROUP}/meetings/new", meeting.plan, permission=MEET, methods=_BOTH)
pages.page(_MEETING, meeting.meeting, permission=SIGNED_IN)
pages.page(f"{_MEETING}/change", meeting.change, permission=MEET, methods=_BOTH)
pages.page(f"{_MEETING}/invite", meeting.invite, permission=MEET, methods=_BOTH)
pages.page(f"{_MEETING}/call-off", meeting.call_off, permission=MEET, methods=_BOTH)
pages.page(f"{_MEETING}/told/<int:actor_id>", meeting.told, permission=MEET, methods=_POST)
pages.page(f"{_MEETING}/calendar.ics", meeting.calendar, permission=SIGNED_IN)
