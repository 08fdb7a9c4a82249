"""Pages of guarantee funds."""

from collegial.plugin import SIGNED_IN, Pages
from collegial_finance.guarantees import views
from collegial_finance.permissions import MANAGE_GUARANTEES, OPEN_FUNDS, READ

BOTH = ["GET", "POST"]

pages = Pages(
    "finance_guarantees",
    __name__,
    url_prefix="/finance/guarantees",
    template_folder="../templates",
    help="guarantees",
)
pages.page("/", views.index, permission=READ)
pages.page("/new", views.create, permission=OPEN_FUNDS, methods=BOTH)
pages.page("/<int:fund_id>", views.show, permission=READ)
pages.page("/<int:fund_id>/committee", views.committee, permission=OPEN_FUNDS, methods=BOTH)
pages.page("/<int:fund_id>/endow", views.endow, permission=MANAGE_GUARANTEES, methods=BOTH, fresh=True)
pages.page("/<int:fund_id>/files", views.ask, permission=MANAGE_GUARANTEES, methods=BOTH)
# A file is read by right, or with a seat in the committee that decides on it: asked in the view.
pages.page("/files/<int:file_id>", views.file, permission=SIGNED_IN)
pages.page(
    "/files/<int:file_id>/conflict/<int:member_id>", views.conflict, permission=SIGNED_IN, methods=BOTH
)
for view in (
    views.another, views.decide, views.vote, views.issue, views.repaid, views.incident, views.resume,
    views.provide, views.call, views.recover,
):  # fmt: skip
    pages.page(
        f"/files/<int:file_id>/{view.__name__}", view, permission=MANAGE_GUARANTEES, methods=BOTH, fresh=True
    )
