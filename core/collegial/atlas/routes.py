"""Pages of the public list of actors."""

from collegial.actors.permissions import MANAGE
from collegial.atlas import views
from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.web.routing import Pages

_HELP = {MANAGE: "public-site#who-takes-part", PUBLIC: "look-around#who-takes-part"}
pages = Pages("atlas", __name__, url_prefix="/who", template_folder="templates", help=_HELP)
pages.page("/", views.index, permission=PUBLIC)
pages.page("/agreements/<int:actor_id>", views.agree, permission=SIGNED_IN, methods=["GET", "POST"])
pages.page("/agreements/<int:actor_id>/end", views.withdraw, permission=SIGNED_IN, methods=["POST"])
