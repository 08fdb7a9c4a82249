"""Pages of the statutes."""

from collegial.kernel.permissions import SIGNED_IN
from collegial.statutes import views
from collegial.statutes.permissions import RECORD
from collegial.web.routing import Pages

pages = Pages("statutes", __name__, url_prefix="/statutes", template_folder="templates")
pages.page("/", views.index, permission=SIGNED_IN)
pages.page("/<int:number>", views.show, permission=SIGNED_IN)
pages.page("/new", views.record, permission=RECORD, methods=["GET", "POST"])
