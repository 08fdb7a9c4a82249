"""Pages of the reports."""

from collegial.plugin import Pages
from collegial_finance.permissions import READ
from collegial_finance.reports import views

pages = Pages(
    "finance_reports",
    __name__,
    url_prefix="/finance/reports",
    template_folder="../templates",
    help="financial-reports",
)
pages.page("/", views.index, permission=READ)
pages.page("/<int:number>", views.year, permission=READ)
pages.page("/periods/<int:closing_id>", views.closed, permission=READ)
