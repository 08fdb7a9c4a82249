"""Pages of joining: the first ones for anyone, the others for the staff and the board."""

from typing import cast

from flask import Flask, request

from collegial.joining.permissions import DECIDE, MANAGE, READ
from collegial.joining.views import applying, board, convening, desk, following
from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.web.routing import Pages
from collegial.web.security import Rates, restrain

BOTH = ("GET", "POST")
FOLLOW, ONE = "/join/follow/<token>", "/joining/<int:application_id>"

pages = Pages("joining", __name__, template_folder="templates", help="join")
pages.page("/join", applying.about, permission=PUBLIC)
pages.help = "join#ask-to-join"
pages.page("/join/apply", applying.apply, permission=PUBLIC, methods=BOTH)
pages.page("/join/confirm/<token>", following.confirm, permission=PUBLIC, methods=BOTH)
pages.page(FOLLOW, following.follow, permission=PUBLIC)
pages.page(f"{FOLLOW}/call.pdf", following.own_call, permission=PUBLIC)
pages.page(f"{FOLLOW}/send-again", following.send_again, permission=PUBLIC, methods=["POST"])
pages.page(f"{FOLLOW}/withdraw", following.withdraw, permission=PUBLIC, methods=["POST"])
pages.page(
    f"{FOLLOW}/consents/<int:consent_id>", following.withdraw_consent, permission=PUBLIC, methods=["POST"]
)

pages.help = "join#handle-applications-staff"
pages.page("/joining/", desk.index, permission=READ)
pages.page("/joining/export.<file_format>", desk.export, permission=READ)
pages.page(ONE, desk.show, permission=READ)
pages.page(f"{ONE}/call.pdf", desk.call, permission=READ)
pages.page(f"{ONE}/actor", desk.link, permission=MANAGE, methods=["POST"])
pages.page(f"{ONE}/send-again", desk.send_again, permission=MANAGE, methods=["POST"], name="desk_send_again")
pages.page(f"{ONE}/withdraw", desk.withdraw, permission=MANAGE, methods=["POST"], name="desk_withdraw")
pages.page(f"{ONE}/forget", desk.forget, permission=MANAGE, methods=["POST"])
pages.help = "join#payments-and-what-follows-staff"
pages.page(f"{ONE}/payments/new", desk.record, permission=MANAGE, methods=BOTH, fresh=True)
pages.page(
    f"{ONE}/payments/<int:receipt_id>/correct", desk.correct, permission=MANAGE, methods=BOTH, fresh=True
)
pages.page(f"{ONE}/give-back", desk.give_back, permission=MANAGE, methods=BOTH, fresh=True)
pages.help = "join#record-what-the-board-decided-staff-chair"
pages.page("/joining/decide", board.decide, permission=DECIDE, methods=BOTH, fresh=True)
pages.page("/joining/decisions", board.batches, permission=READ)
pages.page("/joining/decisions/<int:batch_id>", board.batch, permission=READ)
pages.help = "join#payments-and-what-follows-staff"
pages.page("/joining/consents", board.texts, permission=MANAGE)
pages.page("/joining/consents/<key>/<language>", board.publish, permission=MANAGE, methods=BOTH)

pages.help = "my-space#how-you-are-convened"
pages.page(
    "/mine/<int:member_id>/convening", convening.choose, permission=SIGNED_IN, methods=BOTH,
    name="choose_convening",
)  # fmt: skip

# The form takes a post for each of its steps; whole families and offices share one address.
_SENDING = Rates(scope="join", per_account="60/hour", per_address="120/10 minutes; 400/hour")
_AGAIN = Rates(scope="join-again", per_account="3/hour", per_address="20/hour")
RATES = {"joining.apply": _SENDING, "joining.send_again": _AGAIN}


def _applicant() -> str:
    """Name whom a request is about: the application that is followed, or the address that was typed."""
    followed = (request.view_args or {}).get("token")
    return str(followed or request.form.get("email", ""))


pages.record_once(lambda state: restrain(cast("Flask", state.app), RATES, _applicant))
