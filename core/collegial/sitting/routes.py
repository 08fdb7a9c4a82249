"""Pages of a sitting."""

from collegial.assemblies.permissions import ATTEND, CONDUCT
from collegial.sitting import views
from collegial.web.routing import Pages

pages = Pages(
    "sitting",
    __name__,
    url_prefix="/sitting",
    template_folder="templates",
    help="run-an-assembly#on-the-day",
)
_ASSEMBLY, _POST = "/<int:assembly_id>", ["POST"]
_SPEECH = f"{_ASSEMBLY}/speeches/<int:speech_id>"

# the bureau
pages.page(_ASSEMBLY, views.index, permission=CONDUCT, methods=["GET", "POST"])
pages.page(f"{_ASSEMBLY}/revoke", views.revoke, permission=CONDUCT, methods=["GET", "POST"])
pages.page(f"{_ASSEMBLY}/items/<int:item_id>", views.reach, permission=CONDUCT, methods=_POST)
pages.page(f"{_ASSEMBLY}/speeches", views.add, permission=CONDUCT, methods=_POST)
pages.page(f"{_ASSEMBLY}/speakers", views.speakers, permission=CONDUCT)
pages.page(f"{_SPEECH}/start", views.start, permission=CONDUCT, methods=_POST)
pages.page(f"{_SPEECH}/end", views.end, permission=CONDUCT, methods=_POST)
pages.page(f"{_SPEECH}/strike", views.strike, permission=CONDUCT, methods=_POST)

# those who speak
pages.help = "vote-on-a-phone"
pages.page(f"{_SPEECH}/withdraw", views.withdraw, permission=ATTEND, methods=_POST)
pages.page(f"{_ASSEMBLY}/entries/<int:entry_id>/ask", views.ask, permission=ATTEND, methods=_POST)
