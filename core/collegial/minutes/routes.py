"""Pages of minutes."""

from collegial.files.exchanging import ROOM
from collegial.minutes import views
from collegial.minutes.permissions import ESTABLISH, READ
from collegial.web.routing import Pages

pages = Pages(
    "minutes",
    __name__,
    url_prefix="/minutes",
    template_folder="templates",
    help="run-an-assembly#after",
)
_ASSEMBLY = "/assembly/<int:assembly_id>"
pages.page("/", views.index, permission=READ)
pages.page(_ASSEMBLY, views.establish, permission=ESTABLISH, methods=["GET", "POST"])
pages.page(f"{_ASSEMBLY}.pdf", views.pdf, permission=READ)
pages.page(f"{_ASSEMBLY}/draft", views.draft, permission=ESTABLISH)
pages.page(f"{_ASSEMBLY}/draft.pdf", views.preview, permission=ESTABLISH)
pages.page(f"{_ASSEMBLY}/passages/<place>", views.passage, permission=ESTABLISH, methods=["GET", "POST"])
pages.page(
    f"{_ASSEMBLY}/signatures", views.signatures, permission=ESTABLISH, methods=["GET", "POST"], room=ROOM
)
pages.page(f"{_ASSEMBLY}/signatures/print.pdf", views.to_sign, permission=ESTABLISH)
pages.page(f"{_ASSEMBLY}/share", views.share, permission=ESTABLISH, methods=["GET", "POST"])
pages.page(f"{_ASSEMBLY}/share/letters.pdf", views.letters, permission=ESTABLISH)
pages.page(f"{_ASSEMBLY}/share/posted", views.posted, permission=ESTABLISH, methods=["POST"])
pages.page("/signatures/<int:signature_id>/proof", views.proof, permission=ESTABLISH)
_FILE = "/signed/<int:file_id>"
pages.page(f"{_FILE}/replace", views.replace, permission=ESTABLISH, methods=["GET", "POST"], room=ROOM)
pages.page(f"{_FILE}/mistaken", views.mistaken, permission=ESTABLISH)
