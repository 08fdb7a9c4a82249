"""Pages of assemblies."""

from collegial.assemblies.permissions import ATTEND, CONDUCT, DESK, PREPARE, READ
from collegial.assemblies.views import conduct, desk, display, members, questions
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages

pages = Pages("assemblies", __name__, url_prefix="/assemblies", template_folder="templates")

# reading
pages.page("/", display.index, permission=READ)
pages.page("/<int:assembly_id>", display.show, permission=READ)
pages.page("/<int:assembly_id>/quorum", display.quorum, permission=READ)
pages.page("/<int:assembly_id>/screen", display.screen, permission=READ)
pages.page("/<int:assembly_id>/calendar.ics", display.calendar, permission=READ)

# taking part
_ENTRY = "/<int:assembly_id>/entries/<int:entry_id>"
pages.page("/link/<token>", members.follow_link, permission=PUBLIC)
pages.page(f"{_ENTRY}/join", members.join, permission=ATTEND, methods=["POST"])
pages.page(f"{_ENTRY}/leave", members.leave, permission=ATTEND, methods=["POST"])
pages.page(f"{_ENTRY}/proxy", members.give_proxy, permission=ATTEND, methods=["GET", "POST"])
pages.page(f"{_ENTRY}/proxy/end", members.take_proxy_back, permission=ATTEND, methods=["POST"])

pages.page(f"{_ENTRY}/ask", questions.ask, permission=ATTEND, methods=["GET", "POST"])
pages.page("/questions/<int:question_id>", questions.answer, permission=PREPARE, methods=["GET", "POST"])

# the desk
pages.page("/<int:assembly_id>/desk", desk.desk, permission=DESK)
pages.page(f"{_ENTRY}/in", desk.check_in, permission=DESK, methods=["POST"])
pages.page(f"{_ENTRY}/out", desk.check_out, permission=DESK, methods=["POST"])
pages.page(f"{_ENTRY}/paper", desk.paper_proxy, permission=DESK, methods=["GET", "POST"])
pages.page(f"{_ENTRY}/paper/end", desk.end_paper_proxy, permission=DESK, methods=["POST"])

# conducting
pages.page("/new", conduct.prepare, permission=PREPARE, methods=["GET", "POST"])
pages.page(
    "/<int:assembly_id>/resolutions/new", conduct.add_resolution, permission=PREPARE, methods=["GET", "POST"]
)
pages.page("/<int:assembly_id>/convene", conduct.convene, permission=PREPARE, methods=["GET", "POST"])
pages.page("/<int:assembly_id>/open", conduct.open_sitting, permission=CONDUCT, methods=["GET", "POST"])
pages.page("/<int:assembly_id>/close", conduct.close, permission=CONDUCT, methods=["GET", "POST"])
pages.page("/<int:assembly_id>/inquorate", conduct.declare_inquorate, permission=CONDUCT, methods=["POST"])
pages.page("/<int:assembly_id>/second", conduct.convene_again, permission=PREPARE, methods=["GET", "POST"])
