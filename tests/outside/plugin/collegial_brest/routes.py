"""Pages of the rounds."""

from collegial.plugin import PUBLIC, Pages
from collegial_brest import views
from collegial_brest.permissions import PLEDGE

pages = Pages("brest", __name__, url_prefix="/brest", template_folder="templates", static_folder="static")
pages.page("/", views.index, permission=PUBLIC)
pages.page("/<int:round_id>", views.show, permission=PLEDGE, methods=["GET", "POST"])
