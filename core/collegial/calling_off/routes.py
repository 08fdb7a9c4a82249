"""Pages that call a convened assembly off, put it off or move it, and show how far everyone is told."""

from collegial.assemblies.permissions import PREPARE
from collegial.calling_off import views
from collegial.web.routing import Pages

pages = Pages(
    "calling_off",
    __name__,
    url_prefix="/calling-off",
    template_folder="templates",
    help="run-an-assembly#call-off-put-off-move",
)
_ASSEMBLY, _CHANGE, _BOTH = "/assembly/<int:assembly_id>", "/<int:change_id>", ("GET", "POST")
pages.page(_ASSEMBLY, views.call_off, permission=PREPARE, methods=_BOTH, fresh=True)
pages.page(f"{_ASSEMBLY}/move", views.move, permission=PREPARE, methods=_BOTH, fresh=True)
pages.page(f"{_ASSEMBLY}/replace", views.replace, permission=PREPARE, methods=_BOTH)
pages.page(_CHANGE, views.telling, permission=PREPARE)
pages.page(f"{_CHANGE}/progress", views.progress, permission=PREPARE)
pages.page(f"{_CHANGE}/letters.pdf", views.letters, permission=PREPARE)
pages.page(f"{_CHANGE}/posted", views.posted, permission=PREPARE, methods=("POST",))
