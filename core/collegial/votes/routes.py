"""Pages of votes."""

from collegial.groups.permissions import MANAGE
from collegial.votes.permissions import CAST, PRESIDE, READ
from collegial.votes.views import conducting, reading, seating, voting
from collegial.web.routing import Pages

pages = Pages("votes", __name__, url_prefix="/votes", template_folder="templates", help="vote-on-a-phone")

# the voter; a recent sign-in is asked before the paper and at the cast
pages.page("/<int:vote_id>/mandates/<int:mandate_id>", voting.paper, permission=CAST, fresh=True)
pages.page(
    "/<int:vote_id>/mandates/<int:mandate_id>", voting.answer, permission=CAST, methods=["POST"], fresh=True,
    writes=False,  # the cast has a transaction of its own
)  # fmt: skip
pages.page("/receipts/<digest>", voting.receipt, permission=CAST)

# the bureau
pages.help = "run-an-assembly#on-the-day"
pages.page(
    "/assembly/<int:assembly_id>/open", conducting.open_vote, permission=PRESIDE, methods=["POST"], fresh=True
)
pages.page(
    "/<int:vote_id>/close", conducting.close_vote, permission=PRESIDE, methods=["GET", "POST"], fresh=True
)

# whoever keeps the groups: seats for which no group was chosen before the vote
pages.help = "elections"
pages.page(
    "/<int:vote_id>/questions/<int:question_id>/seats", seating.enter, permission=MANAGE, methods=["GET", "POST"],
    name="seats",
)  # fmt: skip

# everyone entitled to read the roll call; the way to one's own paper, for those who have one
pages.help = "vote-on-a-phone"
pages.page("/<int:vote_id>/mine", voting.mine, permission=READ)
pages.help = "vote-on-a-phone#after-the-vote"
pages.page("/<int:vote_id>/results", reading.results, permission=READ)
pages.page("/<int:vote_id>/board", reading.board, permission=READ)
pages.page("/<int:vote_id>/board/export.<file_format>", reading.export_board, permission=READ)
