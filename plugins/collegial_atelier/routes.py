"""Pages of the ateliers."""

from collegial.plugin import FILE_ROOM, SIGNED_IN, Pages
from collegial_atelier.permissions import MANAGE, PAY, READ
from collegial_atelier.views import before, during, publishing, showing, sponsoring

_LEAD = "work-together#an-atelier-from-the-call-to-its-readers"
pages = Pages(
    "atelier",
    __name__,
    url_prefix="/ateliers",
    template_folder="templates",
    help={MANAGE: _LEAD, READ: "work-together#take-part"},
)
_BOTH, _POST = ("GET", "POST"), ("POST",)
_ONE = "/<int:atelier_id>"
_CONTRACT = f"{_ONE}/contracts/<int:contract_id>"
_MADE = f"{_ONE}/productions/<int:production_id>"
_REQUEST = f"{_ONE}/requests/<int:request_id>"

pages.page("/", showing.board, permission=READ)
pages.page(_ONE, showing.show, permission=READ)
pages.help = _LEAD
pages.page("/published", showing.published, permission=READ)
pages.page("/new", before.create, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/change", before.change, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/prospects/new", before.spot, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/prospects/<int:prospect_id>/call", before.call, permission=MANAGE, methods=_POST)
pages.page(f"{_ONE}/prospects/<int:prospect_id>/answer", before.answer, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/funding/new", before.fund, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/funding/round", before.take_round, permission=MANAGE, methods=_BOTH)
pages.page(
    f"{_ONE}/funding/<int:funding_id>", before.move_funding, permission=MANAGE, methods=_POST, fresh=True
)
pages.page(f"{_ONE}/start", before.start, permission=MANAGE, methods=_POST)
pages.page(f"{_ONE}/rotation", during.rotation, permission=MANAGE)
pages.page(f"{_ONE}/rotation/take", during.take, permission=MANAGE, methods=_POST)
pages.page(f"{_ONE}/rotation/<int:meeting_id>", during.choose, permission=MANAGE, methods=_POST)
pages.page(f"{_ONE}/season", during.season, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/ledger", during.ledger, permission=MANAGE)
pages.page(f"{_ONE}/contracts/new", during.draw, permission=PAY, methods=_BOTH)
pages.page(f"{_CONTRACT}/sign", during.sign, permission=PAY, methods=_BOTH, fresh=True)
pages.page(f"{_CONTRACT}/days", during.work, permission=MANAGE, methods=_BOTH)
pages.page(f"{_CONTRACT}/payments", during.pay, permission=PAY, methods=_BOTH, fresh=True)
pages.page(f"{_ONE}/finish", during.finish, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/productions/new", publishing.begin, permission=MANAGE, methods=_BOTH)
pages.page(f"{_MADE}/edit", publishing.edit, permission=MANAGE, methods=_BOTH, room=2 * FILE_ROOM)
pages.page(f"{_MADE}/move", publishing.move, permission=MANAGE, methods=_POST)
pages.page(f"{_MADE}/cover", publishing.cover, permission=READ)
pages.page(f"{_MADE}/file", publishing.download, permission=READ, writes=True)
pages.page(f"{_ONE}/sponsors/new", sponsoring.offer, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/requests/new", sponsoring.ask, permission=SIGNED_IN, methods=_BOTH)
pages.page(f"{_REQUEST}/match", sponsoring.match, permission=MANAGE, methods=_BOTH)
pages.page(f"{_REQUEST}/close", sponsoring.close, permission=MANAGE, methods=_BOTH)
