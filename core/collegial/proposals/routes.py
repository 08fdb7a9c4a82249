"""Pages of proposals, open to everyone; a proposal that is not public is found by its readers only."""

from collegial.files.exchanging import ROOM
from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.proposals.permissions import AMEND, CONFIGURE, DECIDE, WRITE
from collegial.proposals.views import (
    amendments,
    carrying,
    comparing,
    drafting,
    following,
    gates,
    hearing,
    pieces,
    pipelines,
    reading,
    rounds,
    settling,
    starting,
    suggesting,
    topics,
    withdrawing,
)
from collegial.web.routing import Pages

pages = Pages(
    "proposals",
    __name__,
    url_prefix="/proposals",
    template_folder="templates",
    help={WRITE: "move-a-proposal", PUBLIC: "move-a-proposal#read"},
)
_BOTH, _POST = ("GET", "POST"), ("POST",)

# reading
pages.page("/", reading.index, permission=PUBLIC)
pages.page("/at/<stage>", reading.at_stage, permission=PUBLIC)
pages.page("/<slug>", reading.show, permission=PUBLIC)
_VERSION = "/<slug>/versions/<stage>"
pages.page(_VERSION, reading.version, permission=PUBLIC)
pages.page(f"{_VERSION}/contributions.<file_format>", reading.export_contributions, permission=PUBLIC)
pages.page(
    f"{_VERSION}/version.<any(pdf, md, json):file_format>", comparing.export_version, permission=PUBLIC
)
pages.page("/passages/<int:action_id>", reading.passage, permission=PUBLIC)
pages.page("/headings/<int:axis_id>", reading.heading, permission=PUBLIC)
pages.page("/<slug>/compare", comparing.choose, permission=PUBLIC)
_COMPARE = "/<slug>/compare/<before>/<after>"
pages.page(_COMPARE, comparing.difference, permission=PUBLIC)
pages.page(f"{_COMPARE}/difference.pdf", comparing.difference_pdf, permission=PUBLIC)
pages.page("/<slug>/files/<token>", drafting.attached, permission=PUBLIC)

# starting
pages.help = "move-a-proposal#start-and-write"
pages.page("/new", starting.start, permission=WRITE, methods=_BOTH)
pages.page("/<slug>/about", starting.about, permission=WRITE, methods=_BOTH)

# withdrawing
pages.help = "move-a-proposal#withdraw-it"
pages.page("/<slug>/withdraw", withdrawing.withdraw_proposal, permission=DECIDE, methods=_BOTH, fresh=True)
pages.page("/<slug>/take-up", withdrawing.take_up, permission=DECIDE, methods=_BOTH, fresh=True)

# pipelines
pages.help = "move-a-proposal#write-the-pipeline"
pages.page("/pipelines", pipelines.pipelines, permission=CONFIGURE)
pages.page("/pipelines/new", pipelines.new_pipeline, permission=CONFIGURE, methods=_BOTH)
pages.page("/pipelines/of/<key>", pipelines.edit_pipeline, permission=CONFIGURE, methods=_BOTH)

# following
pages.help = "move-a-proposal#read"
pages.page("/<slug>/follow", following.follow, permission=SIGNED_IN, methods=_POST)
pages.page("/<slug>/mentions", following.mentions, permission=SIGNED_IN, methods=_POST)
pages.page("/mail/<token>", following.stop_mail, permission=PUBLIC, methods=_BOTH)

# the draft
pages.help = "move-a-proposal#start-and-write"
_DRAFT = "/<slug>/draft"
_AXIS, _ACTION = f"{_DRAFT}/axes/<int:axis_id>", f"{_DRAFT}/actions/<int:action_id>"
pages.page(_DRAFT, drafting.draft, permission=WRITE)
pages.page(f"{_DRAFT}/facts", pieces.write_facts, permission=WRITE, methods=_BOTH)
pages.page(f"{_DRAFT}/keep", pieces.keep, permission=WRITE, methods=_POST)
pages.page(f"{_DRAFT}/forget", pieces.forget, permission=WRITE, methods=_POST)
pages.page(f"{_DRAFT}/axes", drafting.add_axis, permission=WRITE, methods=_POST)
pages.page(_AXIS, pieces.write_axis, permission=WRITE, methods=_BOTH)
pages.page(f"{_AXIS}/move", drafting.move_axis, permission=WRITE, methods=_POST)
pages.page(f"{_AXIS}/remove", drafting.remove_axis, permission=WRITE, methods=_POST)
pages.page(f"{_AXIS}/actions", drafting.add_action, permission=WRITE, methods=_POST)
pages.page(_ACTION, pieces.write_action, permission=WRITE, methods=_BOTH)
pages.page(f"{_ACTION}/move", drafting.move_action, permission=WRITE, methods=_POST)
pages.page(f"{_ACTION}/remove", drafting.remove_action, permission=WRITE, methods=_POST)
pages.page(f"{_ACTION}/files", drafting.attach, permission=WRITE, methods=_POST, room=ROOM)
pages.page(f"{_DRAFT}/files/<int:attachment_id>/remove", drafting.detach, permission=WRITE, methods=_POST)

# who was heard
pages.help = "move-a-proposal#hear-people"
_HEARD = f"{_DRAFT}/contributions/<int:contribution_id>"
pages.page(f"{_DRAFT}/contributions/new", hearing.hear, permission=WRITE, methods=_BOTH)
pages.page(_HEARD, hearing.heard, permission=WRITE, methods=_BOTH)
pages.page(f"{_HEARD}/remove", hearing.unhear, permission=WRITE, methods=_POST)
pages.page(f"{_HEARD}/files", hearing.attach_heard, permission=WRITE, methods=_POST, room=ROOM)
pages.page("/<slug>/heard/<int:heard_id>/erase", hearing.unname, permission=WRITE, methods=_POST)

# gates
pages.help = "move-a-proposal#pass-the-gate"
_GATE = "/<slug>/gate/<to_stage>"
pages.page("/<slug>/gate", gates.gate, permission=PUBLIC)
pages.page(_GATE, gates.decide, permission=DECIDE, methods=_POST)
pages.page(f"{_GATE}/topics", topics.write_topics, permission=WRITE, methods=_POST, room=ROOM)
pages.page(f"{_GATE}/tasks", topics.finish_tasks, permission=WRITE, methods=_POST)

_ROUND = "/<slug>/round"
pages.page(f"{_GATE}/round", rounds.begin_round, permission=DECIDE, methods=_POST)
pages.page(f"{_ROUND}/voice", rounds.take_part, permission=DECIDE, methods=_POST)
pages.page(f"{_ROUND}/close", rounds.close_round, permission=DECIDE, methods=_POST)
pages.page(f"{_ROUND}/break-off", rounds.break_round_off, permission=DECIDE, methods=("GET", "POST"))
pages.page("/<slug>/start-again", rounds.start_again, permission=DECIDE, methods=_POST)

# carrying out
pages.help = "move-a-proposal#carry-it-out"
_CARRY = "/<slug>/implementation"
pages.page(_CARRY, carrying.implementation, permission=PUBLIC)
pages.page(f"{_CARRY}/adoption", carrying.adopt, permission=WRITE, methods=_POST)
pages.page(f"{_CARRY}/<key>", carrying.carry, permission=WRITE, methods=_BOTH, room=ROOM)
pages.page(f"{_CARRY}/steps/<int:step_id>/evidence", carrying.evidence, permission=PUBLIC)

# amendments
pages.help = "move-a-proposal#amend"
_AMENDMENT = "/<slug>/amendments/<int:amendment_id>"
pages.page("/<slug>/amendments", amendments.amendments, permission=PUBLIC)
pages.page("/<slug>/amendments/new", suggesting.amend_add, permission=AMEND, methods=_BOTH)
pages.page("/<slug>/amendments/to/<key>", suggesting.amend, permission=AMEND, methods=_BOTH)
pages.page("/<slug>/amendments/to/<key>/remove", suggesting.amend_remove, permission=AMEND, methods=_BOTH)
pages.page("/<slug>/amendments/to/<key>/move", suggesting.amend_move, permission=AMEND, methods=_BOTH)
pages.page("/<slug>/amendments/to/<key>/remark", suggesting.amend_remark, permission=AMEND, methods=_BOTH)
pages.page(_AMENDMENT, amendments.amendment, permission=PUBLIC)
pages.page(f"{_AMENDMENT}/support", amendments.support, permission=AMEND, methods=_POST)
pages.page(f"{_AMENDMENT}/remarks", amendments.remark, permission=AMEND, methods=_POST)
pages.page(f"{_AMENDMENT}/remarks/<int:remark_id>/hide", amendments.hide, permission=DECIDE, methods=_POST)
pages.page(f"{_AMENDMENT}/answer", amendments.answer, permission=DECIDE, methods=_POST)
pages.page(f"{_AMENDMENT}/withdraw", amendments.withdraw, permission=AMEND, methods=_POST)
pages.page(f"{_AMENDMENT}/settle", settling.settle_amendment, permission=WRITE, methods=_BOTH)
pages.page(f"{_AMENDMENT}/leave-out", settling.leave_out, permission=DECIDE, methods=_POST)
