"""Pages of the demonstration; without `demo = true` in the settings, none of them exists."""

from collegial.demo import views
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages

pages = Pages("demo", __name__, url_prefix="/demo", template_folder="templates")
pages.before_app_request(views.refuse_elsewhere)
pages.page("/", views.index, permission=PUBLIC)
pages.page("/mailbox", views.mailbox, permission=PUBLIC)
pages.page("/sign-in/<key>", views.sign_in, permission=PUBLIC, methods=["POST"])
pages.page("/sign-in/<token>", views.follow_link, permission=PUBLIC, writes=True)
