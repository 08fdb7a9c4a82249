"""Pages of votes by correspondence."""

from collegial.assemblies.permissions import ATTEND, DESK
from collegial.correspondence import views
from collegial.web.routing import Pages

pages = Pages(
    "correspondence",
    __name__,
    url_prefix="/correspondence",
    template_folder="templates",
    help="vote-by-correspondence#fill-the-form-in",
)
_ENTRY, _BOTH, _POST = "/<int:assembly_id>/entries/<int:entry_id>", ["GET", "POST"], ["POST"]

# the member
pages.page(_ENTRY, views.fill_in, permission=ATTEND, methods=_BOTH, fresh=True, keeps=False)
pages.page(f"{_ENTRY}/withdraw", views.withdraw, permission=ATTEND, methods=_POST, fresh=True)

# the desk
pages.help = "vote-by-correspondence#for-the-staff"
pages.page("/<int:assembly_id>", views.index, permission=DESK, methods=_BOTH)
pages.page("/<int:assembly_id>/list", views.bring_in, permission=DESK, methods=_BOTH)
pages.page("/<int:assembly_id>/list/empty.<file_format>", views.empty_list, permission=DESK)
pages.page(f"{_ENTRY}/paper", views.enter, permission=DESK, methods=_BOTH)
pages.page(f"{_ENTRY}/paper/withdraw", views.withdraw_paper, permission=DESK, methods=_POST)
