"""Pages of the chantiers."""

from collegial.plugin import SIGNED_IN, Pages
from collegial_chantier.permissions import MANAGE, READ
from collegial_chantier.views import after, before, during, showing

_LEAD = "work-together#a-chantier-from-the-question-to-the-measure"
pages = Pages(
    "chantier",
    __name__,
    url_prefix="/chantiers",
    template_folder="templates",
    help={MANAGE: _LEAD, READ: "work-together#take-part"},
)
_BOTH, _POST = ("GET", "POST"), ("POST",)
_ONE = "/<int:chantier_id>"

pages.page("/", showing.board, permission=READ)
pages.page(_ONE, showing.show, permission=READ)
pages.help = _LEAD
pages.page("/new", before.create, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/change", before.change, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/testimonies/new", before.testify, permission=MANAGE, methods=_BOTH)
pages.page(
    f"{_ONE}/testimonies/<int:testimony_id>", before.publish_testimony, permission=MANAGE, methods=_POST
)
pages.page(f"{_ONE}/parties/new", before.identify, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/parties/<int:party_id>/invite", before.invite, permission=MANAGE, methods=_POST)
pages.page(f"{_ONE}/parties/<int:party_id>/answer", before.answer, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/start", before.start, permission=MANAGE, methods=_POST)
pages.page(f"{_ONE}/diagnosis", during.diagnosis, permission=READ)
pages.page(f"{_ONE}/diagnosis/new", during.write, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/diagnosis/<int:version>/stance", during.stance, permission=SIGNED_IN, methods=_BOTH)
pages.page(f"{_ONE}/expressions/new", during.express, permission=SIGNED_IN, methods=_BOTH)
pages.page(f"{_ONE}/finish", after.finish, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/information", after.inform, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/commitments/new", after.commit, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/commitments/<int:commitment_id>", after.follow, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/recognitions/new", after.recognise, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/feed", after.feed, permission=MANAGE, methods=_POST)
