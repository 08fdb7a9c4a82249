"""Pages of the bureau during a vote."""

from collegial.room import views
from collegial.votes.permissions import PRESIDE
from collegial.web.routing import Pages

pages = Pages("room", __name__, url_prefix="/room", template_folder="templates")
_VOTE, _POST = "/<int:vote_id>", ["POST"]
pages.page(f"{_VOTE}/pause", views.pause, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(f"{_VOTE}/resume", views.resume, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(_VOTE, views.show, permission=PRESIDE)
pages.page(f"{_VOTE}/list", views.list_rights, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(f"{_VOTE}/questions/<int:question_id>", views.count, permission=PRESIDE, methods=_POST, fresh=True)
