"""Pages of the register of decisions."""

from collegial.decisions import views
from collegial.decisions.permissions import MANAGE, READ
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages

pages = Pages("decisions", __name__, url_prefix="/decisions", template_folder="templates", help="decisions")
pages.page("/", views.index, permission=READ)
pages.page("/<int:number>", views.show, permission=READ)
pages.page("/new", views.enter, permission=MANAGE, methods=["GET", "POST"])
pages.page("/<int:number>/follow", views.follow, permission=MANAGE, methods=["GET", "POST"])
pages.page("/<int:number>/make-known", views.make_known, permission=MANAGE, methods=["POST"])
pages.page("/<int:number>/take-back", views.take_back, permission=MANAGE, methods=["POST"])
pages.page("/published/<int:number>", views.published, permission=PUBLIC)
