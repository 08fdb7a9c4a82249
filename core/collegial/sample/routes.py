"""Pages of the sample data."""

from collegial.sample import views
from collegial.sample.permissions import MANAGE
from collegial.web.routing import Pages

pages = Pages(
    "sample",
    __name__,
    url_prefix="/sample",
    template_folder="templates",
    help="start-a-pays#try-with-sample-data",
)
pages.page("/", views.index, permission=MANAGE)
pages.page("/add", views.add, permission=MANAGE, methods=["POST"])
pages.page("/remove", views.remove, permission=MANAGE, methods=["POST"], fresh=True)
