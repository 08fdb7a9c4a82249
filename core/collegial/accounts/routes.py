"""Pages of accounts; signing in itself is Flask-Security's, under our templates."""

from collegial.accounts import views
from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.web.routing import Pages

pages = Pages("accounts", __name__, template_folder="templates", help="sign-in")
pages.page("/account/", views.mine, permission=SIGNED_IN)
pages.page("/account/language", views.set_language, permission=SIGNED_IN, methods=["POST"])
pages.page("/account/sign-out", views.sign_out, permission=SIGNED_IN, methods=["POST"])
pages.page("/account/sessions", views.my_sessions, permission=SIGNED_IN)
pages.page(
    "/account/sessions/end", views.end_other_sessions, permission=SIGNED_IN, methods=["POST"], fresh=True
)
pages.page(
    "/account/sessions/<int:held_id>/end",
    views.end_session,
    permission=SIGNED_IN,
    methods=["POST"],
    fresh=True,
)
_BOTH = ["GET", "POST"]
pages.page("/account/address", views.change_address, permission=SIGNED_IN, methods=_BOTH, fresh=True)
pages.page("/account/address/confirm/<token>", views.confirm_address, permission=PUBLIC, methods=_BOTH)
pages.page("/account/address/stop/<token>", views.stop_address, permission=PUBLIC, methods=_BOTH)
# Also asked before the sign-in, where a lost password is replaced.
pages.page("/account/password/look", views.look_at_password, permission=PUBLIC, methods=["POST"])
# These addresses take forms only; who reloads such a page, or changes its language, comes back to its start.
pages.page("/sign-in/code", views.sign_in_again, permission=PUBLIC)
pages.help = "sign-in#confirm-it-is-you"
pages.page("/confirm/code", views.confirm_again, permission=SIGNED_IN)
