"""The page of the search; each source asks for its own right."""

from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.search import views
from collegial.web.routing import Pages

pages = Pages(
    "search",
    __name__,
    url_prefix="/search",
    template_folder="templates",
    help={SIGNED_IN: "modules#lists-and-search", PUBLIC: "look-around#search-and-take-away"},
)
pages.page("/", views.index, permission=PUBLIC)
