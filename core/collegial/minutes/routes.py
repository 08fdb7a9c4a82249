"""Pages of minutes."""

from collegial.minutes import views
from collegial.minutes.permissions import ESTABLISH, READ
from collegial.web.routing import Pages

pages = Pages("minutes", __name__, url_prefix="/minutes", template_folder="templates")
pages.page("/assembly/<int:assembly_id>", views.establish, permission=ESTABLISH, methods=["POST"])
pages.page("/assembly/<int:assembly_id>.pdf", views.pdf, permission=READ)
