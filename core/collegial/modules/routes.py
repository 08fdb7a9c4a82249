"""Pages of the modules."""

from collegial.hosting.permissions import MANAGE
from collegial.modules import views
from collegial.web.routing import Pages

pages = Pages("modules", __name__, url_prefix="/modules", template_folder="templates", help="modules")
pages.page("/", views.index, permission=MANAGE)
pages.page("/<name>", views.show, permission=MANAGE)
pages.page("/<name>/on", views.enable, permission=MANAGE, methods=["POST"], fresh=True)
pages.page("/<name>/off", views.disable, permission=MANAGE, methods=["POST"], fresh=True)
pages.page("/use/<capability>", views.choose, permission=MANAGE, methods=["POST"], fresh=True)
pages.help = "modules#settings"
pages.page("/settings/<key>", views.configure, permission=MANAGE, methods=["GET", "POST"], fresh=True)
