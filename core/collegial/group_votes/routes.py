"""Pages of the votes of groups; who may read one follows from its roll."""

from collegial.group_votes import views
from collegial.group_votes.permissions import LEAD
from collegial.kernel.permissions import SIGNED_IN
from collegial.web.routing import Pages

pages = Pages(
    "group_votes",
    __name__,
    url_prefix="/group-votes",
    template_folder="templates",
    help="move-a-proposal#pass-the-gate",
)

pages.page("/", views.index, permission=SIGNED_IN)
pages.page("/<int:vote_id>", views.show, permission=SIGNED_IN, methods=("GET", "POST"))
pages.page("/<int:vote_id>/close", views.close, permission=LEAD, methods=("GET", "POST"))
pages.page("/<int:vote_id>/break-off", views.break_off, permission=LEAD, methods=("GET", "POST"))
