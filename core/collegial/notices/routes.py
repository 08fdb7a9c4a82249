"""Pages of notices; each reads its own."""

from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.notices import views
from collegial.web.routing import Pages

pages = Pages("notices", __name__, url_prefix="/notices", template_folder="templates", help="notices#notices")
pages.page("/", views.index, permission=SIGNED_IN)
pages.page("/<int:notice_id>", views.open_notice, permission=SIGNED_IN, writes=True)
pages.page("/read", views.read_all, permission=SIGNED_IN, methods=["POST"])
pages.page("/choices", views.choices, permission=SIGNED_IN, methods=["GET", "POST"])
pages.page("/stop/<token>", views.stop, permission=PUBLIC, methods=["GET", "POST"])
