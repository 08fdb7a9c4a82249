"""Pages of the partners: for the pole's people, and by personal link for the partners' own."""

from typing import cast

from flask import Flask, request

from collegial.plugin import FILE_ROOM, PUBLIC, Pages, Rates, restrain, take_from_programs
from collegial_partners.permissions import EXCHANGE, MANAGE, READ, REFER
from collegial_partners.posting import INBOX
from collegial_partners.views import copying, exchanging, linked, managing, referring, reviewing, showing

pages = Pages("partners", __name__, url_prefix="/partners", template_folder="templates", help="partners")
_BOTH, _POST = ("GET", "POST"), ("POST",)
_ONE = "/<int:protocol_id>"
_PARTY = f"{_ONE}/parties/<int:party_id>"
_REVIEW = f"{_ONE}/reviews/<int:number>"
_COPY = f"{_ONE}/copies/<int:copy_id>"
_CODE = "/referrals/<code>"
_PARCEL = "/exchange/<int:parcel_id>"
_LINK = "/with/<token>"

pages.page("/", showing.board, permission=READ)
pages.page("/new/<form>", managing.create, permission=MANAGE, methods=_BOTH)
pages.page(_ONE, showing.show, permission=READ)
pages.help = "partners#from-a-draft-to-its-end"
pages.page(f"{_ONE}/edit", managing.edit, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/end", managing.end, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/parties/new", managing.add_party, permission=MANAGE, methods=_BOTH)
pages.page(_PARTY, managing.responsibles, permission=MANAGE, methods=_BOTH)
pages.page(f"{_PARTY}/remove", managing.remove_party, permission=MANAGE, methods=_POST)
pages.page(f"{_PARTY}/sign", managing.sign, permission=MANAGE, methods=_BOTH)
pages.help = "partners#the-partner-needs-no-account"
pages.page(f"{_PARTY}/links/new", managing.make_link, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/links/<int:link_id>/revoke", managing.revoke_link, permission=MANAGE, methods=_POST)
pages.help = "partners#from-a-draft-to-its-end"
pages.page(f"{_ONE}/indicators/new", managing.add_indicator, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/posts/new", managing.share_post, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/names/new", managing.agree_name, permission=MANAGE, methods=_BOTH)
pages.page(f"{_ONE}/<kind>/<int:piece_id>/remove", managing.remove_piece, permission=MANAGE, methods=_POST)

pages.page(f"{_ONE}/copies/new", copying.add_copy, permission=MANAGE, methods=_BOTH, room=FILE_ROOM)
pages.page(_COPY, copying.copy_file, permission=MANAGE)
pages.page(f"{_COPY}/remove", copying.remove_copy, permission=MANAGE, methods=_POST)

pages.help = "partners#refer-a-project-holder"
pages.page("/referrals/", referring.referrals, permission=REFER)
pages.page(f"{_ONE}/referrals/new", referring.refer, permission=REFER, methods=_BOTH)
pages.page(_CODE, referring.referral, permission=REFER)
pages.page(f"{_CODE}/take", referring.take, permission=REFER, methods=_POST)
pages.page(f"{_CODE}/step", referring.step, permission=REFER, methods=_BOTH)
pages.page(f"{_CODE}/withdraw", referring.withdraw, permission=REFER, methods=_BOTH)

pages.help = "partners#the-annual-review"
pages.page(_REVIEW, reviewing.review, permission=READ)
pages.page(f"{_REVIEW}/meeting", reviewing.plan, permission=MANAGE, methods=_BOTH)
pages.page(f"{_REVIEW}/indicators/<int:indicator_id>", reviewing.give_value, permission=MANAGE, methods=_BOTH)
pages.page(f"{_REVIEW}/conclude", reviewing.conclude, permission=MANAGE, methods=_BOTH)

pages.help = "partners#exchange-with-another-pays"
pages.page("/exchange/", exchanging.exchange, permission=EXCHANGE, writes=True)
pages.page(
    "/exchange/key", exchanging.replace_key, permission=EXCHANGE, methods=_BOTH, fresh=True, writes=True
)
pages.page("/exchange/peers/new", exchanging.know, permission=EXCHANGE, methods=_BOTH, fresh=True)
pages.page("/exchange/peers/<int:peer_id>/forget", exchanging.forget, permission=EXCHANGE, methods=_POST)
pages.page("/exchange/give/<kind>", exchanging.give, permission=EXCHANGE, methods=_BOTH)
pages.page("/exchange/receive", exchanging.receive, permission=EXCHANGE, methods=_BOTH, room=2 * FILE_ROOM)
pages.page(_PARCEL, exchanging.parcel, permission=EXCHANGE)
pages.page(f"{_PARCEL}/send", exchanging.send_again, permission=EXCHANGE, methods=_POST)
pages.page(f"{_PARCEL}/file", exchanging.parcel_file, permission=EXCHANGE)
pages.page(f"{_PARCEL}/files/<int:place>", exchanging.held_file, permission=EXCHANGE)

pages.help = "partners#refer-a-project-holder"
pages.page(_LINK, linked.welcome, permission=PUBLIC)
pages.page(f"{_LINK}/referrals/new", linked.refer, permission=PUBLIC, methods=_BOTH, name="linked_refer")
pages.page(f"{_LINK}{_CODE}", linked.referral, permission=PUBLIC, name="linked_referral")
pages.page(f"{_LINK}{_CODE}/step", linked.step, permission=PUBLIC, methods=_BOTH, name="linked_step")
pages.page(
    f"{_LINK}{_CODE}/withdraw", linked.withdraw, permission=PUBLIC, methods=_BOTH, name="linked_withdraw"
)

inbox = Pages("partners_inbox", __name__, url_prefix=INBOX.rstrip("/"))
inbox.page("/", exchanging.take_from_peer, permission=PUBLIC, methods=_POST, machine=True, room=2 * FILE_ROOM)
take_from_programs(inbox)  # the signature of a known key says who sends

# Nobody guesses a link; whoever holds one sends people, not floods.
_BY_LINK = Rates(scope="partner-link", per_account="60/hour", per_address="200/hour")
_BY_PEER = Rates(scope="partner-inbox", per_account="60/hour", per_address="60/hour")
RATES = {
    "partners_inbox.take_from_peer": _BY_PEER,
    "partners.linked_refer": _BY_LINK,
    "partners.linked_step": _BY_LINK,
    "partners.linked_withdraw": _BY_LINK,
}


def _holder() -> str:
    """Name whom a request is about: the link that it came by."""
    return str((request.view_args or {}).get("token", ""))


pages.record_once(lambda state: restrain(cast("Flask", state.app), RATES, _holder))
