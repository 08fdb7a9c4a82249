"""Pages of the first steps."""

from collegial.hosting.permissions import MANAGE
from collegial.kernel.permissions import SIGNED_IN
from collegial.onboarding import views
from collegial.web.routing import Pages

pages = Pages(
    "onboarding",
    __name__,
    url_prefix="/first-steps",
    template_folder="templates",
    help="start-a-pays#follow-the-list",
)
pages.page("/", views.index, permission=SIGNED_IN)
pages.page("/<key>/away", views.put_away, permission=SIGNED_IN, methods=["POST"])
pages.page("/<key>/again", views.take_out, permission=SIGNED_IN, methods=["POST"])
pages.page("/mail", views.mail, permission=MANAGE)
# A mail server may be slow.
pages.page("/mail", views.try_mail, permission=MANAGE, methods=["POST"], writes=False)
