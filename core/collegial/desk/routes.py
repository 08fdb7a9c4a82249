"""Pages of the desk's script."""

from collegial.assemblies.permissions import DESK
from collegial.desk import views
from collegial.web.routing import Pages

pages = Pages(
    "desk",
    __name__,
    url_prefix="/desk",
    template_folder="templates",
    help="run-an-assembly#on-the-day",
)
_ASSEMBLY, _POST = "/<int:assembly_id>", ["POST"]

pages.page("/worker.js", views.worker, permission=DESK)
pages.page(f"{_ASSEMBLY}/roll.json", views.roll, permission=DESK)
pages.page(f"{_ASSEMBLY}/entries", views.take, permission=DESK, methods=_POST)
pages.page(f"{_ASSEMBLY}/entries/<int:number>/settle", views.settle, permission=DESK, methods=_POST)
