"""Pages of votes."""

from collegial.votes import views
from collegial.votes.permissions import CAST, PRESIDE, READ
from collegial.web.routing import Pages

pages = Pages("votes", __name__, url_prefix="/votes", template_folder="templates", help="vote-on-a-phone")

# the voter; a recent sign-in is asked before the paper and at the cast
pages.page("/<int:vote_id>/mandates/<int:mandate_id>", views.paper, permission=CAST, fresh=True)
pages.page(
    "/<int:vote_id>/mandates/<int:mandate_id>", views.answer, permission=CAST, methods=["POST"], fresh=True,
    writes=False,  # the cast has a transaction of its own
)  # fmt: skip
pages.page("/receipts/<digest>", views.receipt, permission=CAST)

# the bureau
pages.help = "run-an-assembly#on-the-day"
pages.page(
    "/assembly/<int:assembly_id>/open", views.open_vote, permission=PRESIDE, methods=["POST"], fresh=True
)
pages.page("/<int:vote_id>/close", views.close_vote, permission=PRESIDE, methods=["POST"], fresh=True)

# everyone entitled to read the roll call
pages.help = "vote-on-a-phone#after-the-vote"
pages.page("/<int:vote_id>/results", views.results, permission=READ)
pages.page("/<int:vote_id>/board", views.board, permission=READ)
pages.page("/<int:vote_id>/board/export.<file_format>", views.export_board, permission=READ)
