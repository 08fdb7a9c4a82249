"""Pages of assemblies."""

from collegial.assemblies.permissions import ATTEND, CONDUCT, DESK, PREPARE, READ
from collegial.assemblies.views import (
    agenda,
    amending,
    conduct,
    desk,
    display,
    documents,
    mandates,
    member_items,
    members,
    news,
    preparing,
    questions,
    roll,
    templating,
    voting,
)
from collegial.files.exchanging import ROOM
from collegial.kernel.permissions import PUBLIC
from collegial.web.live import PREFIX
from collegial.web.routing import Pages

pages = Pages(
    "assemblies",
    __name__,
    url_prefix="/assemblies",
    template_folder="templates",
    help={PREPARE: "run-an-assembly", CONDUCT: "run-an-assembly", READ: "vote-on-a-phone"},
)

# reading
pages.page("/", display.index, permission=READ)
pages.page("/<int:assembly_id>", display.show, permission=READ)
pages.page("/<int:assembly_id>/screen", display.screen, permission=READ)
pages.page("/<int:assembly_id>/calendar.ics", display.calendar, permission=READ)
pages.page("/<int:assembly_id>/documents/<int:document_id>", documents.document, permission=READ)

# what a room watches: the token stands for the right to read
live_pages = Pages("live", __name__, url_prefix=PREFIX)
live_pages.page("/<token>/quorum", display.live_quorum, permission=PUBLIC, name="quorum", writes=False)
live_pages.page("/<token>/news", news.live_news, permission=PUBLIC, name="news")
live_pages.page("/<token>/screen", display.live_screen, permission=PUBLIC, name="screen")

# taking part
pages.help = "vote-on-a-phone"
_ENTRY = "/<int:assembly_id>/entries/<int:entry_id>"
pages.page("/link/<token>", members.follow_link, permission=PUBLIC)
pages.page(f"{_ENTRY}/join", members.join, permission=ATTEND, methods=["POST"])
pages.page(f"{_ENTRY}/leave", members.leave, permission=ATTEND, methods=["POST"])
pages.help = "vote-on-a-phone#give-a-proxy"
pages.page(f"{_ENTRY}/proxy", members.give_proxy, permission=ATTEND, methods=["GET", "POST"])
pages.page(f"{_ENTRY}/proxy/end", members.take_proxy_back, permission=ATTEND, methods=["GET", "POST"])

pages.page(
    "/<int:assembly_id>/mandates/<int:mandate_id>/answer",
    members.answer_proxy,
    permission=ATTEND,
    methods=["POST"],
)

pages.help = "vote-on-a-phone#ask-a-written-question"
pages.page(f"{_ENTRY}/ask", questions.ask, permission=ATTEND, methods=["GET", "POST"])
pages.page("/questions/<int:question_id>/back", questions.take_back, permission=ATTEND, methods=["POST"])
pages.help = "vote-on-a-phone#ask-for-an-item"
_RIGHT = "/<int:assembly_id>/rights/<int:member_id>"
_MEMBER_ITEM = "/<int:assembly_id>/asked/<int:item_id>"
pages.page(f"{_RIGHT}/item", member_items.ask_for_item, permission=ATTEND, methods=["GET", "POST"])
pages.page(
    f"{_MEMBER_ITEM}/support/<int:member_id>", member_items.support, permission=ATTEND, methods=["POST"]
)
pages.help = "run-an-assembly#what-members-may-ask"
pages.page(f"{_MEMBER_ITEM}/accept", member_items.accept_item, permission=PREPARE, methods=["POST"])
pages.page("/questions/<int:question_id>", questions.answer, permission=PREPARE, methods=["GET", "POST"])

# the desk
pages.help = "run-an-assembly#on-the-day"
pages.page("/<int:assembly_id>/roll/export.<file_format>", roll.export_roll, permission=DESK)
pages.page("/<int:assembly_id>/attendance/export.<file_format>", roll.export_attendance, permission=DESK)
pages.page("/<int:assembly_id>/attendance.pdf", roll.print_attendance, permission=DESK)
pages.page("/<int:assembly_id>/desk", desk.desk, permission=DESK)
pages.page(f"{_ENTRY}/in", desk.check_in, permission=DESK, methods=["POST"])
pages.page(f"{_ENTRY}/out", desk.check_out, permission=DESK, methods=["POST"])
pages.page(f"{_ENTRY}/paper", desk.paper_proxy, permission=DESK, methods=["GET", "POST"])
pages.page(f"{_ENTRY}/paper/end", desk.end_paper_proxy, permission=DESK, methods=["POST"])

pages.help = "mandates#for-the-desk"
pages.page(
    "/<int:assembly_id>/proxies", mandates.proxies, permission=DESK, methods=["GET", "POST"], room=ROOM
)
pages.page("/<int:assembly_id>/proxies/export.<file_format>", mandates.export_proxies, permission=DESK)

# preparing, step by step
pages.help = "run-an-assembly#before"
_MEETING = "/<int:assembly_id>"
_BOTH, _POST = ["GET", "POST"], ["POST"]
pages.page("/new", preparing.prepare, permission=PREPARE, methods=_BOTH)
pages.page("/dates", preparing.dates, permission=PREPARE)
pages.page(f"{_MEETING}/frame", preparing.change, permission=PREPARE, methods=_BOTH)
pages.page(f"{_MEETING}/agenda", agenda.agenda, permission=PREPARE)
pages.page(f"{_MEETING}/documents", documents.documents, permission=PREPARE, methods=_BOTH, room=ROOM)
pages.page(f"{_MEETING}/check", preparing.check, permission=PREPARE)

# the agenda and the documents
pages.page(f"{_MEETING}/agenda/from/<key>", templating.add_from_template, permission=PREPARE, methods=_BOTH)
pages.page(f"{_MEETING}/items/new", agenda.add_item, permission=PREPARE, methods=_BOTH)
_ITEM = f"{_MEETING}/items/<int:item_id>"
pages.page(f"{_ITEM}/edit", agenda.edit_item, permission=PREPARE, methods=_BOTH)
pages.page(f"{_ITEM}/move", agenda.move_item, permission=PREPARE, methods=_POST)
pages.page(f"{_ITEM}/remove", agenda.remove_item, permission=PREPARE, methods=_POST)
pages.page(f"{_MEETING}/resolutions/new", agenda.add_resolution, permission=PREPARE, methods=_BOTH)
_RESOLUTION = f"{_MEETING}/resolutions/<int:resolution_id>"
pages.page(f"{_RESOLUTION}/voting", voting.choose, permission=PREPARE, methods=_BOTH)
pages.page(f"{_RESOLUTION}/edit", agenda.edit_resolution, permission=PREPARE, methods=_BOTH)
pages.page(f"{_RESOLUTION}/move", agenda.move_resolution, permission=PREPARE, methods=_POST)
pages.page(f"{_RESOLUTION}/remove", agenda.remove_resolution, permission=PREPARE, methods=_POST)
_DOCUMENT = f"{_MEETING}/documents/<int:document_id>"
pages.page(f"{_DOCUMENT}/remove", documents.take_document_back, permission=PREPARE, methods=_POST)

# changes of the statutes
pages.help = "statutes#put-it-to-the-vote"
pages.page("/amend/<int:draft_id>", amending.amend, permission=PREPARE, methods=_BOTH)
pages.page(
    f"{_MEETING}/amendments/<int:resolution_id>/back",
    amending.take_amendment_back,
    permission=PREPARE,
    methods=_POST,
)

# conducting
pages.help = "run-an-assembly#before"
pages.page("/<int:assembly_id>/convene", conduct.convene, permission=PREPARE, methods=["GET", "POST"])
pages.help = "run-an-assembly#on-the-day"
pages.page("/<int:assembly_id>/open", conduct.open_sitting, permission=CONDUCT, methods=["GET", "POST"])
pages.help = "run-an-assembly#after"
pages.page("/<int:assembly_id>/close", conduct.close, permission=CONDUCT, methods=["GET", "POST"])
pages.help = "run-an-assembly#if-the-quorum-is-missed"
pages.page("/<int:assembly_id>/inquorate", conduct.declare_inquorate, permission=CONDUCT, methods=_BOTH)
pages.page("/<int:assembly_id>/second", conduct.convene_again, permission=PREPARE, methods=["GET", "POST"])
