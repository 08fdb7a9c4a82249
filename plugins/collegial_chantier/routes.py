"""Pages of the chantiers."""

from collegial.plugin import Pages
from collegial_chantier import views
from collegial_chantier.permissions import MANAGE, READ

pages = Pages("chantier", __name__, url_prefix="/chantiers", template_folder="templates")
pages.page("/", views.board, permission=READ)
pages.page("/new", views.create, permission=MANAGE, methods=["GET", "POST"])
pages.page("/<int:chantier_id>", views.show, permission=READ)
pages.page("/<int:chantier_id>/participants", views.invite, permission=MANAGE, methods=["GET", "POST"])
pages.page("/<int:chantier_id>/start", views.start, permission=MANAGE, methods=["POST"])
pages.page("/<int:chantier_id>/finish", views.finish, permission=MANAGE, methods=["GET", "POST"])
