"""Pages of the statutes."""

from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.statutes.permissions import DRAFT, RECORD
from collegial.statutes.views import drafting, reading
from collegial.web.routing import Pages

pages = Pages(
    "statutes",
    __name__,
    url_prefix="/statutes",
    template_folder="templates",
    help="statutes#read-and-compare",
)

# reading
# Whoever asks to join says to have read them.
pages.page("/", reading.index, permission=PUBLIC)
pages.page("/<int:number>", reading.show, permission=PUBLIC)
pages.page("/compare", reading.comparison, permission=SIGNED_IN)

# drafts
pages.help = "statutes#prepare-a-change"
_DRAFT = "/drafts/<int:draft_id>"
pages.page("/new", drafting.start, permission=DRAFT, methods=["GET", "POST"])
pages.page(_DRAFT, drafting.draft, permission=DRAFT)
pages.page(f"{_DRAFT}/edit", drafting.edit, permission=DRAFT, methods=["GET", "POST"])
pages.page(f"{_DRAFT}/check", drafting.check, permission=DRAFT, methods=["POST"])
pages.page(f"{_DRAFT}/discard", drafting.discard, permission=DRAFT, methods=["POST"])
pages.page(f"{_DRAFT}/again", drafting.start_again, permission=DRAFT, methods=["POST"])
pages.help = "statutes#record-without-a-vote"
pages.page(f"{_DRAFT}/record", drafting.record, permission=RECORD, methods=["GET", "POST"], fresh=True)
pages.page(f"{_DRAFT}/record-adopted", drafting.record_adopted, permission=RECORD, methods=["POST"])
