"""Pages that tell those without an address of an item that members added."""

from collegial.additions import views
from collegial.assemblies.permissions import PREPARE
from collegial.web.routing import Pages

pages = Pages(
    "additions",
    __name__,
    url_prefix="/additions",
    template_folder="templates",
    help="run-an-assembly#what-members-may-ask",
)
_ITEM = "/assembly/<int:assembly_id>/items/<int:item_id>"
pages.page(_ITEM, views.telling, permission=PREPARE)
pages.page(f"{_ITEM}/letters.pdf", views.letters, permission=PREPARE)
pages.page(f"{_ITEM}/posted", views.posted, permission=PREPARE, methods=("POST",))
