"""Pages of the lists; each list asks for its own right."""

from collegial.kernel.permissions import PUBLIC
from collegial.lists import views
from collegial.web.routing import Pages

pages = Pages(
    "lists",
    __name__,
    url_prefix="/lists",
    template_folder="templates",
    help="modules#lists-and-search",
)
pages.page("/", views.index, permission=PUBLIC)
pages.page("/<key>.<any(csv, xlsx):file_format>", views.export, permission=PUBLIC)
