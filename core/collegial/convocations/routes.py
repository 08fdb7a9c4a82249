"""Pages of convocations."""

from collegial.assemblies.permissions import PREPARE
from collegial.convocations import views
from collegial.web.routing import Pages

pages = Pages(
    "convocations",
    __name__,
    url_prefix="/convocations",
    template_folder="templates",
    help="run-an-assembly#follow-the-letters",
)
_ASSEMBLY, _ONE = "/assembly/<int:assembly_id>", "/<int:invitation_id>"
pages.page(_ASSEMBLY, views.index, permission=PREPARE)
pages.page(f"{_ASSEMBLY}/progress", views.progress, permission=PREPARE)
pages.page(f"{_ASSEMBLY}/sample", views.sample, permission=PREPARE, help="run-an-assembly#before")
pages.page(f"{_ASSEMBLY}/sample/<int:member_id>.pdf", views.sample_letter, permission=PREPARE)
pages.page(f"{_ASSEMBLY}/letters.pdf", views.letters, permission=PREPARE)
pages.page(f"{_ASSEMBLY}/labels.<file_format>", views.labels, permission=PREPARE)
pages.page(f"{_ASSEMBLY}/proofs.<file_format>", views.proofs, permission=PREPARE)
pages.page(f"{_ASSEMBLY}/posted", views.posted, permission=PREPARE, methods=["POST"])
pages.page(f"{_ASSEMBLY}/by-post", views.by_post, permission=PREPARE, methods=["POST"])
pages.page(f"{_ONE}.pdf", views.own, permission=PREPARE)
pages.page(f"{_ONE}/again", views.again, permission=PREPARE, methods=["GET", "POST"])
pages.page(f"{_ONE}/returned", views.returned, permission=PREPARE, methods=["POST"])
