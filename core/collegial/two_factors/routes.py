"""Pages of the second factor."""

from collegial.accounts.permissions import MANAGE
from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.two_factors import views
from collegial.web.routing import Pages

_POST = ["GET", "POST"]
pages = Pages("two_factors", __name__, template_folder="templates", help="sign-in#a-second-factor")
pages.page("/sign-in/second", views.step, permission=PUBLIC, methods=_POST)
pages.page("/account/second-factor", views.set_up, permission=SIGNED_IN, methods=_POST, fresh=True)
pages.page("/account/second-factor/codes", views.renew, permission=SIGNED_IN, methods=["POST"], fresh=True)
pages.page("/account/second-factor/remove", views.remove, permission=SIGNED_IN, methods=["POST"], fresh=True)
pages.page("/second-factors/", views.staff, permission=MANAGE)
pages.page(
    "/second-factors/<int:account_id>/reset", views.reset, permission=MANAGE, methods=_POST, fresh=True
)
