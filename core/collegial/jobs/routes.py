"""Pages of promised work."""

from collegial.jobs import views
from collegial.jobs.permissions import MANAGE
from collegial.web.routing import Pages

pages = Pages("jobs", __name__, url_prefix="/work", template_folder="templates", help="operations")
pages.page("/", views.index, permission=MANAGE)
pages.page("/progress", views.progress, permission=MANAGE)
pages.page("/again", views.try_all_again, permission=MANAGE, methods=["POST"])
pages.page("/<int:message_id>/again", views.try_again, permission=MANAGE, methods=["POST"])
pages.page("/<int:message_id>/drop", views.drop, permission=MANAGE, methods=["POST"])
