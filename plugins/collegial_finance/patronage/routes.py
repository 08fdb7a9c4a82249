"""Pages of local patronage: campaigns and the simulator are for everyone."""

from collegial.plugin import PUBLIC, Pages
from collegial_finance.patronage import views
from collegial_finance.permissions import LEAD_PATRONAGE

BOTH = ["GET", "POST"]

pages = Pages(
    "finance_patronage",
    __name__,
    url_prefix="/finance/patronage",
    template_folder="../templates",
    help={LEAD_PATRONAGE: "patronage", PUBLIC: "patronage#what-a-gift-brings-back"},
)
pages.page("/", views.index, permission=PUBLIC)
pages.page("/simulate", views.simulate, permission=PUBLIC, methods=BOTH)
pages.page("/new", views.create, permission=LEAD_PATRONAGE, methods=BOTH)
pages.page("/issuers", views.issuers, permission=LEAD_PATRONAGE)
pages.page(
    "/issuers", views.issuers, permission=LEAD_PATRONAGE, methods=["POST"], fresh=True, name="name_issuer"
)
pages.page("/<int:campaign_id>", views.show, permission=PUBLIC)
pages.page("/<int:campaign_id>/gifts", views.receive, permission=LEAD_PATRONAGE, methods=BOTH, fresh=True)
pages.page("/gifts/<int:gift_id>", views.gift, permission=LEAD_PATRONAGE)
pages.page(
    "/gifts/<int:gift_id>",
    views.gift,
    permission=LEAD_PATRONAGE,
    methods=["POST"],
    fresh=True,
    name="give_receipt",
)
for view in (views.change, views.withdraw):
    path = f"/gifts/<int:gift_id>/{view.__name__}"
    pages.page(path, view, permission=LEAD_PATRONAGE, methods=BOTH, fresh=True)
pages.page(
    "/receipts/<int:receipt_id>/cancel", views.cancel, permission=LEAD_PATRONAGE, methods=BOTH, fresh=True
)
