"""Pages of the journal."""

from collegial.journal import views
from collegial.journal.permissions import READ
from collegial.web.routing import Pages

pages = Pages(
    "journal",
    __name__,
    url_prefix="/journal",
    template_folder="templates",
    help="run-an-assembly#after",
)
pages.page("/", views.index, permission=READ)
pages.page("/export.<file_format>", views.export, permission=READ)
pages.page("/verify", views.verify, permission=READ)
