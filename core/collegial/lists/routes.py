"""Pages of the lists; each list asks for its own right."""

from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.lists.views import preparing, taking
from collegial.web.routing import Pages

pages = Pages(
    "lists",
    __name__,
    url_prefix="/lists",
    template_folder="templates",
    help={SIGNED_IN: "modules#lists-and-search", PUBLIC: "look-around#search-and-take-away"},
)
pages.page("/", taking.index, permission=PUBLIC)
pages.page("/<key>.<any(csv, xlsx):file_format>", taking.export, permission=PUBLIC)
pages.page("/prepared/ask", preparing.ask, permission=SIGNED_IN)
pages.page("/prepared", preparing.promise, permission=SIGNED_IN, methods=["POST"])
pages.page("/prepared/<int:number>", preparing.prepared, permission=SIGNED_IN)
pages.page("/prepared/<int:number>/progress", preparing.progress, permission=SIGNED_IN)
pages.page("/prepared/<int:number>/cancel", preparing.cancel, permission=SIGNED_IN, methods=["POST"])
pages.page("/prepared/<int:number>/file", preparing.file, permission=SIGNED_IN)
