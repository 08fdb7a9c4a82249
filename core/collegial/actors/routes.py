"""Pages of the directory."""

from collegial.actors import views
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages

pages = Pages("actors", __name__, url_prefix="/actors", template_folder="templates")
pages.page("/", views.index, permission=PUBLIC)
pages.page("/<int:actor_id>", views.show, permission=PUBLIC)
