"""Pages of the public list of actors."""

from collegial.atlas import views
from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.web.routing import Pages

pages = Pages("atlas", __name__, url_prefix="/who", template_folder="templates", help="public-site")
pages.page("/", views.index, permission=PUBLIC)
pages.page("/agreements/<int:actor_id>", views.agree, permission=SIGNED_IN, methods=["GET", "POST"])
pages.page("/agreements/<int:actor_id>/end", views.withdraw, permission=SIGNED_IN, methods=["POST"])
