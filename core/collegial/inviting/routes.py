"""Pages of accounts and roles."""

from collegial.accounts.permissions import MANAGE
from collegial.inviting import views
from collegial.membership.permissions import MANAGE as MANAGE_MEMBERS
from collegial.web.routing import Pages

_BOTH = ("GET", "POST")
pages = Pages(
    "inviting", __name__, url_prefix="/accounts", template_folder="templates", help="sign-in#where-accounts-come-from"
)  # fmt: skip
pages.page("/", views.index, permission=MANAGE)
pages.page("/new", views.invite, permission=MANAGE, methods=_BOTH, fresh=True)
pages.page("/<int:account_id>", views.roles, permission=MANAGE, methods=_BOTH, fresh=True)
pages.page("/members", views.members, permission=MANAGE_MEMBERS, methods=_BOTH)
