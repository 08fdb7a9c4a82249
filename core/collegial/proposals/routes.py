"""Pages of proposals, open to everyone; a proposal that is not public is found by its readers only."""

from collegial.kernel.permissions import PUBLIC
from collegial.proposals import views
from collegial.proposals.permissions import DECIDE
from collegial.web.routing import Pages

pages = Pages("proposals", __name__, url_prefix="/proposals", template_folder="templates")
pages.page("/", views.index, permission=PUBLIC)
pages.page("/<slug>", views.show, permission=PUBLIC)
pages.page("/<slug>/versions/<stage>", views.version, permission=PUBLIC)
pages.page(
    "/<slug>/versions/<stage>/contributions.<file_format>", views.export_contributions, permission=PUBLIC
)
pages.page("/<slug>/gate", views.gate, permission=PUBLIC)
pages.page("/<slug>/gate/<to_stage>", views.decide, permission=DECIDE, methods=["POST"])
pages.page("/<slug>/gate/<to_stage>/topics/<key>/settle", views.settle, permission=DECIDE, methods=["POST"])
pages.page("/<slug>/gate/<to_stage>/topics/<key>/reopen", views.reopen, permission=DECIDE, methods=["POST"])
