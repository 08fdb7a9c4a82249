"""Pages of groups."""

from collegial.groups import views
from collegial.kernel.permissions import SIGNED_IN
from collegial.web.routing import Pages

pages = Pages("groups", __name__, url_prefix="/groups", template_folder="templates")
pages.page("/", views.index, permission=SIGNED_IN)
