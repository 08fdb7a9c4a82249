"""Pages of groups."""

from collegial.groups import views
from collegial.groups.permissions import MANAGE, MEET
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

pages.page("/", views.index, permission=SIGNED_IN)
pages.page("/new", views.create, permission=MANAGE, methods=_BOTH)
pages.page(_GROUP, views.show, permission=SIGNED_IN)
pages.page(f"{_GROUP}/mandate", views.describe, permission=MANAGE, methods=_BOTH)
pages.page(f"{_GROUP}/members", views.join, permission=MANAGE, methods=_POST)
pages.page(f"{_GROUP}/members/<int:actor_id>/end", views.leave, permission=MANAGE, methods=_POST)
pages.page(f"{_GROUP}/meetings/new", views.plan, permission=MEET, methods=_BOTH)
pages.page(_MEETING, views.meeting, permission=SIGNED_IN)
pages.page(f"{_MEETING}/change", views.change, permission=MEET, methods=_BOTH)
pages.page(f"{_MEETING}/calendar.ics", views.calendar, permission=SIGNED_IN)
