"""Pages of common works: the report, the charter, who takes part, duties, meetings."""

from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.web.routing import Pages
from collegial.works.permissions import MANAGE
from collegial.works.views import duties, ending, meeting, participating, report

pages = Pages("works", __name__, url_prefix="/works", template_folder="templates", help="work-together")
_BOTH, _POST = ("GET", "POST"), ("POST",)
_PART = "/<int:work_id>/participations/<int:participation_id>"
_MEETING = "/<int:work_id>/meetings/<int:meeting_id>"

pages.page("/", report.index, permission=PUBLIC)
pages.page("/charter", report.charter, permission=PUBLIC)
pages.page("/charter/new", report.adopt, permission=MANAGE, methods=_BOTH)
pages.page("/calendar.ics", report.feed, permission=PUBLIC)
pages.help = "work-together#take-part"
pages.page("/<int:work_id>", participating.conditions, permission=PUBLIC)
pages.page("/<int:work_id>/join", participating.join, permission=SIGNED_IN, methods=_BOTH)
pages.page(_PART, participating.statement, permission=SIGNED_IN)
pages.page(f"{_PART}/accept", participating.accept, permission=MANAGE, methods=_POST)
pages.page(f"{_PART}/refuse", participating.refuse, permission=MANAGE, methods=_BOTH)
pages.page(f"{_PART}/leave", participating.leave, permission=SIGNED_IN, methods=_POST)
pages.page(f"{_PART}/gain", participating.gain, permission=SIGNED_IN, methods=_BOTH)
pages.page("/<int:work_id>/call-off", ending.call_off_work, permission=MANAGE, methods=_BOTH)
pages.help = "work-together#the-duties-of-the-pole"
pages.page("/<int:work_id>/duties/new", duties.add, permission=MANAGE, methods=_BOTH)
pages.page("/<int:work_id>/duties/<int:duty_id>", duties.tick, permission=MANAGE, methods=_POST)
pages.help = "work-together#meetings"
pages.page("/<int:work_id>/meetings/new", meeting.plan, permission=MANAGE, methods=_BOTH)
pages.page(_MEETING, meeting.show, permission=SIGNED_IN)
pages.page(f"{_MEETING}/change", meeting.change, permission=MANAGE, methods=_BOTH)
pages.page(f"{_MEETING}/invite", meeting.invite, permission=MANAGE, methods=_BOTH)
pages.page(f"{_MEETING}/call-off", meeting.call_off, permission=MANAGE, methods=_BOTH)
pages.page(f"{_MEETING}/told/<int:actor_id>", meeting.told, permission=MANAGE, methods=_POST)
pages.page(f"{_MEETING}/attendance", meeting.attend, permission=MANAGE, methods=_BOTH)
pages.page(f"{_MEETING}/decisions", meeting.decide, permission=MANAGE, methods=_BOTH)
pages.page(f"{_MEETING}/calendar.ics", meeting.calendar, permission=SIGNED_IN)
