"""Pages of experiment funds. Calls are for everyone; who reads an application is asked with it."""

from collegial.plugin import FILE_ROOM, PUBLIC, SIGNED_IN, Pages
from collegial_finance.fund.views import agreements, applications, calls, funds
from collegial_finance.permissions import APPROVE_EVIDENCE, LEAD_EXPERIMENTS, OPEN_FUNDS, READ

BOTH = ["GET", "POST"]
_ONE = "/applications/<int:application_id>"

_CALL = "experiment-fund#a-call-from-the-first-day-to-the-vote"
pages = Pages(
    "finance_fund",
    __name__,
    url_prefix="/finance/experiments",
    template_folder="../templates",
    help={READ: "experiment-fund", PUBLIC: _CALL},
)
pages.page("/", calls.index, permission=PUBLIC)
pages.page("/funds/new", funds.create, permission=OPEN_FUNDS, methods=BOTH)
pages.page("/funds/<int:fund_id>", funds.show, permission=READ, name="fund")
pages.page(
    "/funds/<int:fund_id>/conventions", funds.convene, permission=LEAD_EXPERIMENTS, methods=BOTH, fresh=True
)
pages.page(
    "/conventions/<int:convention_id>/receive",
    funds.receive,
    permission=LEAD_EXPERIMENTS,
    methods=BOTH,
    fresh=True,
)
pages.page(
    "/conventions/<int:convention_id>/amend",
    funds.amend,
    permission=LEAD_EXPERIMENTS,
    methods=BOTH,
    fresh=True,
)
pages.page(
    "/conventions/<int:convention_id>/end", funds.end, permission=LEAD_EXPERIMENTS, methods=BOTH, fresh=True
)
pages.page(
    "/funds/<int:fund_id>/calls", calls.create, permission=LEAD_EXPERIMENTS, methods=BOTH, name="open_call"
)
pages.page("/calls/<int:call_id>", calls.show, permission=PUBLIC, name="call")
pages.help = _CALL
pages.page(
    "/calls/<int:call_id>/apply", applications.apply, permission=SIGNED_IN, methods=BOTH, room=FILE_ROOM
)
pages.page(_ONE, applications.show, permission=SIGNED_IN, name="application")
pages.page(f"{_ONE}/files", applications.attach, permission=SIGNED_IN, methods=BOTH, room=FILE_ROOM)
pages.page(f"{_ONE}/files/<int:file_id>", applications.file, permission=SIGNED_IN)
pages.page(f"{_ONE}/withdraw", applications.withdraw, permission=SIGNED_IN, methods=["GET", "POST"])
pages.page(f"{_ONE}/review/<int:reviewer_id>", applications.review, permission=SIGNED_IN, methods=BOTH)
pages.page(f"{_ONE}/conflict/<int:reviewer_id>", applications.conflict, permission=SIGNED_IN, methods=BOTH)
pages.page(f"{_ONE}/vote", applications.vote, permission=LEAD_EXPERIMENTS, methods=BOTH)
pages.help = "experiment-fund#the-agreement-its-instalments-its-end"
pages.page(f"{_ONE}/agreement", agreements.draw, permission=LEAD_EXPERIMENTS, methods=BOTH)
pages.page(f"{_ONE}/redraw", agreements.redraw, permission=LEAD_EXPERIMENTS, methods=BOTH)
pages.page(f"{_ONE}/sign", agreements.sign, permission=LEAD_EXPERIMENTS, methods=BOTH, fresh=True)
pages.page(
    f"{_ONE}/close", agreements.close, permission=LEAD_EXPERIMENTS, methods=["GET", "POST"], fresh=True
)
pages.page(f"{_ONE}/report", agreements.report, permission=SIGNED_IN, methods=BOTH, room=FILE_ROOM)
pages.page(
    f"{_ONE}/instalments/<int:position>/evidence", agreements.evidence, permission=SIGNED_IN, methods=BOTH,
    room=FILE_ROOM,
)  # fmt: skip
pages.page(
    f"{_ONE}/instalments/<int:position>/approve",
    agreements.approve,
    permission=APPROVE_EVIDENCE,
    methods=BOTH,
    fresh=True,
)
pages.page(
    f"{_ONE}/instalments/<int:position>/refuse",
    agreements.refuse,
    permission=APPROVE_EVIDENCE,
    methods=BOTH,
    fresh=True,
)
pages.page(
    f"{_ONE}/instalments/<int:position>/pay",
    agreements.pay,
    permission=LEAD_EXPERIMENTS,
    methods=BOTH,
    fresh=True,
)
