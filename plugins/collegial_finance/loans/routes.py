"""Pages of loan funds."""

from collegial.plugin import SIGNED_IN, Pages
from collegial_finance.loans.views import files, funds, running
from collegial_finance.permissions import MANAGE_LOANS, OPEN_FUNDS, READ

BOTH = ["GET", "POST"]

pages = Pages(
    "finance_loans",
    __name__,
    url_prefix="/finance/loans",
    template_folder="../templates",
    help="loans",
)
pages.page("/", funds.index, permission=READ)
pages.page("/new", funds.create, permission=OPEN_FUNDS, methods=BOTH)
pages.page("/<int:fund_id>", funds.show, permission=READ)
pages.page("/<int:fund_id>/committee", funds.committee, permission=OPEN_FUNDS, methods=BOTH)
pages.page("/<int:fund_id>/means", funds.put_in, permission=MANAGE_LOANS, methods=BOTH, fresh=True)
pages.page("/<int:fund_id>/give-back", funds.give_back, permission=MANAGE_LOANS, methods=BOTH, fresh=True)
pages.page("/<int:fund_id>/files", files.ask, permission=MANAGE_LOANS, methods=BOTH)
# A loan is read by right, or with a seat in the committee that decides on it: asked in the view.
pages.page("/files/<int:loan_id>", files.loan, permission=SIGNED_IN)
pages.page(
    "/files/<int:loan_id>/conflict/<int:member_id>", files.conflict, permission=SIGNED_IN, methods=BOTH
)
for view in (
    files.change, files.withdraw, files.decide, files.vote, running.lend, running.repay,
    running.repay_early, running.provide, running.lose, running.recover,
):  # fmt: skip
    path = view.__name__.replace("_", "-")
    pages.page(f"/files/<int:loan_id>/{path}", view, permission=MANAGE_LOANS, methods=BOTH, fresh=True)
