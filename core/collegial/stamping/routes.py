"""Pages of time stamps."""

from collegial.minutes.permissions import ESTABLISH
from collegial.stamping import views
from collegial.web.routing import Pages

pages = Pages(
    "stamping",
    __name__,
    url_prefix="/stamping",
    template_folder="templates",
    help="run-an-assembly#after",
)
pages.page("/<int:stamp_id>.tsr", views.token, permission=ESTABLISH)
pages.page("/minutes/<int:minutes_id>/again", views.ask_again, permission=ESTABLISH, methods=["POST"])
