"""Pages of the bureau during a vote."""

from collegial.room.views import counting, elections
from collegial.votes.permissions import PRESIDE
from collegial.web.routing import Pages

pages = Pages("room", __name__, url_prefix="/room", template_folder="templates", help="count-the-room")
_VOTE, _POST = "/<int:vote_id>", ["POST"]
pages.page(f"{_VOTE}/pause", counting.pause, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(f"{_VOTE}/resume", counting.resume, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(_VOTE, counting.show, permission=PRESIDE)
pages.page(f"{_VOTE}/list", counting.list_rights, permission=PRESIDE, methods=_POST, fresh=True)
_QUESTION = f"{_VOTE}/questions/<int:question_id>"
pages.page(_QUESTION, counting.count, permission=PRESIDE, methods=_POST, fresh=True)

# elections
pages.page(_QUESTION, elections.show_election, permission=PRESIDE)
pages.page(f"{_QUESTION}/papers", elections.enter, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(f"{_QUESTION}/papers/back", elections.take_back, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(f"{_QUESTION}/totals", elections.add_up, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(f"{_QUESTION}/none", elections.enter_none, permission=PRESIDE, methods=_POST, fresh=True)
