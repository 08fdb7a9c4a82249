"""Pages of secret votes, and what their scripts ask for."""

from collegial.secret.permissions import SCRUTINISE
from collegial.secret.views import boards, booth, ceremony, papers, registrar, scrutineer
from collegial.votes.permissions import CAST, PRESIDE, READ
from collegial.web.routing import Pages

pages = Pages(
    "secret", __name__, url_prefix="/secret", template_folder="templates", help="secret-vote#as-the-bureau"
)
_VOTE, _MINE, _ELECTION = "/<int:ceremony_id>", "/<int:ceremony_id>/scrutineer", "/elections/<uuid>"
_POST, _ROOM = ["POST"], 8 * 1024 * 1024

# the bureau
pages.page(
    "/assembly/<int:assembly_id>/prepare", ceremony.prepare, permission=PRESIDE, methods=["GET", "POST"]
)
pages.page(f"{_VOTE}/merge", ceremony.merge, permission=PRESIDE, methods=["GET", "POST"])
pages.page(f"{_VOTE}/cancel", ceremony.cancel, permission=PRESIDE, methods=("GET", "POST"))
pages.page(f"{_VOTE}/open", ceremony.open_vote, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(f"{_VOTE}/close", ceremony.close_vote, permission=PRESIDE, methods=["GET", "POST"], fresh=True)
pages.page(f"{_VOTE}/publish", ceremony.publish, permission=PRESIDE, methods=_POST, fresh=True)
pages.page(f"{_VOTE}/annul", ceremony.annul, permission=PRESIDE, methods=["GET", "POST"], fresh=True)

pages.page(f"{_VOTE}/papers", papers.show, permission=PRESIDE, name="papers")
pages.page(f"{_VOTE}/papers/list", papers.list_rights, permission=PRESIDE, methods=_POST)
pages.page(f"{_VOTE}/papers/<int:question_id>", papers.count, permission=PRESIDE, methods=_POST)
pages.page(
    "/assembly/<int:assembly_id>/profile", ceremony.profile, permission=PRESIDE, methods=["GET", "POST"]
)

# everyone entitled to read votes
pages.help = {PRESIDE: "secret-vote#as-the-bureau", READ: "secret-vote#as-a-voter"}
pages.page(_VOTE, ceremony.show, permission=READ)
pages.help = "secret-vote#as-a-voter"
pages.page(f"{_VOTE}/mine", booth.mine, permission=READ)
pages.help = "secret-vote#on-the-board"
pages.page(f"{_ELECTION}/board", boards.board, permission=READ)
pages.page(f"{_ELECTION}/board.json", boards.board_data, permission=READ)
pages.page(f"{_ELECTION}/election.json", boards.election_data, permission=READ)
pages.page(f"{_ELECTION}/archive.bel", boards.archive, permission=READ)

# the voter; a recent sign-in is asked before the paper, for the code and at the cast
pages.help = "secret-vote#as-a-voter"
pages.page(f"{_VOTE}/mandates/<int:mandate_id>", booth.paper, permission=CAST, fresh=True)
pages.page(
    f"{_VOTE}/mandates/<int:mandate_id>/credential",
    booth.credential,
    permission=CAST,
    methods=_POST,
    fresh=True,
)
pages.page(
    f"{_VOTE}/mandates/<int:mandate_id>/ballot",
    booth.ballot,
    permission=CAST,
    methods=_POST,
    fresh=True,
    room=_ROOM,
)

# the scrutineer
pages.help = "secret-vote#as-a-scrutineer"
pages.page(_MINE, scrutineer.desk, permission=SCRUTINISE, fresh=True)
pages.page(f"{_MINE}/state.json", scrutineer.state, permission=SCRUTINISE)
pages.page(f"{_MINE}/key", scrutineer.key, permission=SCRUTINISE, methods=_POST, fresh=True)
pages.page(f"{_MINE}/cert", scrutineer.cert, permission=SCRUTINISE, methods=_POST, fresh=True)
pages.page(f"{_MINE}/polynomial", scrutineer.polynomial, permission=SCRUTINISE, methods=_POST, fresh=True)
pages.page(f"{_MINE}/voutput", scrutineer.voutput, permission=SCRUTINISE, methods=_POST, fresh=True)
pages.page(
    f"{_MINE}/decryptions/<uuid>",
    scrutineer.decryption,
    permission=SCRUTINISE,
    methods=_POST,
    fresh=True,
    room=_ROOM,
)

# who makes the codes apart from the server
pages.help = "secret-vote#for-the-curious"
_CODES = f"{_VOTE}/registrar"
pages.page(_CODES, registrar.desk, permission=SCRUTINISE, fresh=True, name="registrar")
pages.page(f"{_CODES}/rights.json", registrar.rights, permission=SCRUTINISE, fresh=True)
pages.page(f"{_CODES}/codes", registrar.codes, permission=SCRUTINISE, methods=_POST, fresh=True, room=_ROOM)
