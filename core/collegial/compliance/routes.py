"""Pages of compliance."""

from collegial.compliance import views
from collegial.compliance.permissions import READ, RECORD
from collegial.web.routing import Pages

pages = Pages(
    "compliance",
    __name__,
    url_prefix="/compliance",
    template_folder="templates",
    help="compliance",
)
pages.page("/", views.index, permission=READ)
pages.help = "compliance#cooperative-reviews"
pages.page("/reviews/new", views.review, permission=RECORD, methods=["GET", "POST"])
pages.help = "compliance#allocate-a-surplus"
pages.page("/surplus", views.surplus, permission=READ, methods=["GET", "POST"])
