"""Pages of imports."""

from collegial.imports.permissions import RUN
from collegial.imports.views import bringing, following
from collegial.web.routing import Pages

# What the form may weigh: a file somewhat too large is refused at its field, a far larger one is not read.
ROOM = 9_000_000
_ONE = "/<int:number>"
_BOTH = ("GET", "POST")

pages = Pages("imports", __name__, url_prefix="/imports", template_folder="templates", help="import-members")
pages.page("/", following.index, permission=RUN)
pages.page("/new", bringing.new, permission=RUN, methods=_BOTH, room=ROOM)
pages.page("/template/<kind_key>.xlsx", bringing.template, permission=RUN)
pages.page(_ONE, following.show, permission=RUN)
pages.page(f"{_ONE}/columns", bringing.columns, permission=RUN, methods=_BOTH)
pages.page(f"{_ONE}/run", following.run, permission=RUN, methods=["POST"], fresh=True)
pages.page(f"{_ONE}/progress", following.progress, permission=RUN)
pages.page(f"{_ONE}/stop", following.stop, permission=RUN, methods=["POST"])
pages.page(f"{_ONE}/discard", bringing.discard, permission=RUN, methods=_BOTH)
pages.page(f"{_ONE}/wrong.<file_format>", following.wrong, permission=RUN)
