"""Pages of guarantee funds."""

from collegial.plugin import SIGNED_IN, Pages
from collegial_finance.guarantees.views import files, funds, running
from collegial_finance.permissions import MANAGE_GUARANTEES, OPEN_FUNDS, READ

BOTH = ["GET", "POST"]

pages = Pages(
    "finance_guarantees",
    __name__,
    url_prefix="/finance/guarantees",
    template_folder="../templates",
    help="guarantees",
)
pages.page("/", funds.index, permission=READ)
pages.page("/new", funds.create, permission=OPEN_FUNDS, methods=BOTH)
pages.page("/<int:fund_id>", funds.show, permission=READ)
pages.page("/<int:fund_id>/committee", funds.committee, permission=OPEN_FUNDS, methods=BOTH)
pages.page("/<int:fund_id>/endow", funds.endow, permission=MANAGE_GUARANTEES, methods=BOTH, fresh=True)
pages.page("/<int:fund_id>/files", files.ask, permission=MANAGE_GUARANTEES, methods=BOTH)
# A file is read by right, or with a seat in the committee that decides on it: asked in the view.
pages.page("/files/<int:file_id>", files.file, permission=SIGNED_IN)
pages.page(
    "/files/<int:file_id>/conflict/<int:member_id>", files.conflict, permission=SIGNED_IN, methods=BOTH
)
for view in (
    files.change, files.withdraw, files.another, files.decide, files.vote, running.issue, running.repaid,
    running.incident, running.resume, running.provide, running.call, running.recover,
):  # fmt: skip
    pages.page(
        f"/files/<int:file_id>/{view.__name__}", view, permission=MANAGE_GUARANTEES, methods=BOTH, fresh=True
    )
