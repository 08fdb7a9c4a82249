"""Pages of the register of members, and of a member's own space."""

from collegial.kernel.permissions import SIGNED_IN
from collegial.membership.permissions import MANAGE, OWN, READ
from collegial.membership.views import moving, own, register, requests
from collegial.web.routing import Pages

BOTH = ("GET", "POST")

pages = Pages(
    "membership",
    __name__,
    url_prefix="/members",
    template_folder="templates",
    help="my-space#for-the-staff-the-register",
)

# the register
pages.page("/", register.index, permission=READ)
pages.page("/over-time", register.over_time, permission=READ)
pages.page("/export.<file_format>", register.export, permission=READ)
pages.page("/<int:member_id>", register.show, permission=READ)

# moves
pages.page("/new", moving.admit, permission=MANAGE, methods=BOTH)
pages.page("/<int:member_id>/category", moving.change_category, permission=MANAGE, methods=BOTH)
pages.page("/<int:member_id>/college", moving.change_college, permission=MANAGE, methods=BOTH)
pages.page("/<int:member_id>/leave", moving.leave, permission=MANAGE, methods=BOTH)

# what members ask for
pages.help = "my-space#for-the-staff-answering"
pages.page("/requests", requests.index, permission=MANAGE, name="requests")
pages.page("/requests/export.<file_format>", requests.export, permission=MANAGE, name="export_requests")
pages.page("/requests/<int:request_id>", requests.answer, permission=MANAGE)
pages.page(
    "/requests/<int:request_id>",
    requests.answer,
    permission=MANAGE,
    methods=["POST"],
    fresh=True,
    name="give_answer",
)

# a member's own space: whose it is, is checked for each member
mine = Pages("mine", __name__, url_prefix="/mine", template_folder="templates", help="my-space")
_SPACE = "/<int:member_id>"
mine.page("/", own.index, permission=OWN)
mine.page(_SPACE, own.show, permission=SIGNED_IN)
mine.help = "my-space#asking-for-something"
mine.page(f"{_SPACE}/shares", own.ask_shares, permission=SIGNED_IN, methods=BOTH, fresh=True)
mine.page(f"{_SPACE}/leave", own.ask_leave, permission=SIGNED_IN, methods=BOTH, fresh=True)
mine.page(f"{_SPACE}/data", own.ask_data, permission=SIGNED_IN, methods=BOTH)
mine.page(
    f"{_SPACE}/requests/<int:request_id>/withdraw", own.withdraw, permission=SIGNED_IN, methods=["POST"]
)
