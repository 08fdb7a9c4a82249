"""Pages of signing in by a provider."""

from collegial.kernel.permissions import PUBLIC, SIGNED_IN
from collegial.oidc import views
from collegial.web.routing import Pages

pages = Pages("oidc", __name__, template_folder="templates", help="sign-in")
pages.page("/sign-in/provider", views.begin, permission=PUBLIC)
pages.page("/sign-in/provider/back", views.come_back, permission=PUBLIC)
pages.page("/account/identity", views.tie, permission=SIGNED_IN, methods=["GET", "POST"], fresh=True)
pages.page("/account/identity/untie", views.untie, permission=SIGNED_IN, methods=["POST"], fresh=True)
