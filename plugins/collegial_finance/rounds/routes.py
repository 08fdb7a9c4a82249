"""Pages of funding rounds."""

from collegial.plugin import PUBLIC, Pages
from collegial_finance.permissions import LEAD_ROUNDS, READ
from collegial_finance.rounds import views

pages = Pages(
    "finance_rounds",
    __name__,
    url_prefix="/finance/rounds",
    template_folder="../templates",
    help="funding-rounds",
)
pages.page("/", views.index, permission=READ)
pages.help = "funding-rounds#open-a-round"
pages.page("/new", views.create, permission=LEAD_ROUNDS, methods=["GET", "POST"])
pages.help = "funding-rounds"
pages.page("/<int:round_id>", views.show, permission=READ)
pages.help = "funding-rounds#change-it-or-call-it-off"
pages.page(
    "/<int:round_id>/change", views.change, permission=LEAD_ROUNDS, methods=["GET", "POST"], fresh=True
)
pages.page(
    "/<int:round_id>/cancel", views.cancel, permission=LEAD_ROUNDS, methods=["GET", "POST"], fresh=True
)
pages.help = "funding-rounds#bring-the-funders-move-their-pledges"
pages.page("/<int:round_id>/funders", views.invite, permission=LEAD_ROUNDS, methods=["GET", "POST"])
pages.page(
    "/<int:round_id>/pledges/<int:pledge_id>",
    views.step,
    permission=LEAD_ROUNDS,
    methods=["GET", "POST"],
    fresh=True,
)
pages.help = "funding-rounds#end-it"
pages.page("/<int:round_id>/end", views.end, permission=LEAD_ROUNDS, methods=["GET", "POST"], fresh=True)
pages.page("/<int:round_id>/pay", views.pay, permission=LEAD_ROUNDS, methods=["GET", "POST"], fresh=True)
pages.help = "funding-rounds#show-funders-their-table"
pages.page(
    "/<int:round_id>/pledges/<int:pledge_id>/link",
    views.link,
    permission=LEAD_ROUNDS,
    methods=["GET", "POST"],
)
pages.page(
    "/<int:round_id>/links/<int:link_id>/revoke", views.revoke, permission=LEAD_ROUNDS, methods=["POST"]
)
# Whoever holds a link that is good sees the table, and nothing else.
pages.page("/table/<token>", views.table, permission=PUBLIC)
