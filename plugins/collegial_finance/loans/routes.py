"""Pages of loan funds."""

from collegial.plugin import SIGNED_IN, Pages
from collegial_finance.loans import views
from collegial_finance.permissions import MANAGE_LOANS, OPEN_FUNDS, READ

BOTH = ["GET", "POST"]

pages = Pages(
    "finance_loans",
    __name__,
    url_prefix="/finance/loans",
    template_folder="../templates",
    help="loans",
)
pages.page("/", views.index, permission=READ)
pages.page("/new", views.create, permission=OPEN_FUNDS, methods=BOTH)
pages.page("/<int:fund_id>", views.show, permission=READ)
pages.page("/<int:fund_id>/committee", views.committee, permission=OPEN_FUNDS, methods=BOTH)
pages.page("/<int:fund_id>/means", views.put_in, permission=MANAGE_LOANS, methods=BOTH, fresh=True)
pages.page("/<int:fund_id>/give-back", views.give_back, permission=MANAGE_LOANS, methods=BOTH, fresh=True)
pages.page("/<int:fund_id>/files", views.ask, permission=MANAGE_LOANS, methods=BOTH)
# A loan is read by right, or with a seat in the committee that decides on it: asked in the view.
pages.page("/files/<int:loan_id>", views.loan, permission=SIGNED_IN)
pages.page(
    "/files/<int:loan_id>/conflict/<int:member_id>", views.conflict, permission=SIGNED_IN, methods=BOTH
)
for view in (
    views.change, views.withdraw, views.decide, views.vote, views.lend, views.repay,
    views.repay_early, views.provide, views.lose, views.recover,
):  # fmt: skip
    path = view.__name__.replace("_", "-")
    pages.page(f"/files/<int:loan_id>/{path}", view, permission=MANAGE_LOANS, methods=BOTH, fresh=True)
