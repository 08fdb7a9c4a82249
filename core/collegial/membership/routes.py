"""Pages of the register of members."""

from collegial.membership import views
from collegial.membership.permissions import READ
from collegial.web.routing import Pages

pages = Pages("membership", __name__, url_prefix="/members", template_folder="templates")
pages.page("/", views.index, permission=READ)
