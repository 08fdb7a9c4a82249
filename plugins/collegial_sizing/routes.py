"""Pages of the sizing."""

from collegial.plugin import Pages
from collegial_sizing.permissions import CHOOSE, READ, WRITE
from collegial_sizing.views import reading, writing

pages = Pages("sizing", __name__, url_prefix="/sizing", template_folder="templates", help="economic-sizing")
_BOTH, _POST = ("GET", "POST"), ("POST",)
_ONE = "/<int:scenario_id>"

pages.page("/", reading.index, permission=READ)
pages.help = "economic-sizing#a-scenario"
pages.page("/new", writing.create, permission=WRITE, methods=_BOTH)
pages.help = "economic-sizing#try-another-way-compare-choose"
pages.page("/compare", reading.comparison, permission=READ)
pages.help = "economic-sizing#a-scenario"
pages.page("/rates", writing.rates, permission=WRITE, methods=_BOTH)
pages.help = "economic-sizing#what-the-page-shows"
pages.page(_ONE, reading.show, permission=READ)
pages.page(f"{_ONE}/workbook.xlsx", reading.workbook, permission=READ)
pages.help = "economic-sizing#a-scenario"
pages.page(f"{_ONE}/change", writing.change, permission=WRITE, methods=_BOTH)
pages.help = "economic-sizing#try-another-way-compare-choose"
pages.page(f"{_ONE}/copy", writing.copy, permission=WRITE, methods=_BOTH)
pages.page(f"{_ONE}/choose", writing.choose, permission=CHOOSE, methods=_BOTH)
pages.help = "economic-sizing#a-scenario"
pages.page(f"{_ONE}/lines/<section>/new", writing.add_line, permission=WRITE, methods=_BOTH)
pages.page(f"{_ONE}/lines/<int:line_id>", writing.change_line, permission=WRITE, methods=_BOTH)
pages.page(f"{_ONE}/lines/<int:line_id>/remove", writing.remove_line, permission=WRITE, methods=_POST)
