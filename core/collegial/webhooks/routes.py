"""Pages of webhooks."""

from collegial.web.routing import Pages
from collegial.webhooks import views
from collegial.webhooks.permissions import MANAGE

pages = Pages("webhooks", __name__, url_prefix="/webhooks", template_folder="templates", help="webhooks")
pages.page("/", views.index, permission=MANAGE)
pages.page("/new", views.add, permission=MANAGE, methods=["GET", "POST"], fresh=True)
pages.page("/<int:webhook_id>", views.show, permission=MANAGE)
pages.page("/<int:webhook_id>/kinds", views.change, permission=MANAGE, methods=["GET", "POST"], fresh=True)
pages.page("/<int:webhook_id>/trial", views.trial, permission=MANAGE, methods=["POST"])
pages.page("/<int:webhook_id>/pause", views.pause, permission=MANAGE, methods=["POST"])
pages.page("/<int:webhook_id>/resume", views.resume, permission=MANAGE, methods=["POST"], fresh=True)
pages.page("/<int:webhook_id>/remove", views.remove, permission=MANAGE, methods=["GET", "POST"])
