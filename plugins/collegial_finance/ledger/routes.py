"""Pages of the books."""

from collegial.plugin import Pages
from collegial_finance.ledger import views
from collegial_finance.permissions import KEEP_BOOKS, READ

pages = Pages(
    "finance_ledger",
    __name__,
    url_prefix="/finance/ledger",
    template_folder="../templates",
    help="funding-rounds#the-books",
)
pages.page("/", views.index, permission=READ)
pages.page("/new", views.create, permission=KEEP_BOOKS, methods=["GET", "POST"], fresh=True)
pages.page("/close", views.close, permission=KEEP_BOOKS, methods=["GET", "POST"], fresh=True)
pages.page("/accounts", views.accounts, permission=KEEP_BOOKS, methods=["GET", "POST"])
pages.page("/<int:number>", views.show, permission=READ)
pages.page("/<int:number>/reverse", views.reverse, permission=KEEP_BOOKS, methods=["GET", "POST"], fresh=True)
