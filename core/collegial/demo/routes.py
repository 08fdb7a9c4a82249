"""Pages of the demonstration; without `demo = true` in the settings, none of them exists."""

from collegial.assemblies.permissions import CONDUCT
from collegial.demo import rehearsal_views, views
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages

pages = Pages(
    "demo", __name__, url_prefix="/demo", template_folder="templates", help="look-around#the-demonstration"
)
pages.before_app_request(views.refuse_elsewhere)
pages.page("/", views.index, permission=PUBLIC)
pages.page("/mailbox", views.mailbox, permission=PUBLIC)
pages.page("/mailbox/<key>/<int:number>", views.attached, permission=PUBLIC)
pages.page("/sign-in/<key>", views.sign_in, permission=PUBLIC, methods=["POST"])
pages.page("/sign-in/<token>", views.follow_link, permission=PUBLIC, writes=True)

# the invented members take part in the assembly, for whoever tries it alone
_REHEARSAL = "/rehearsal/<int:assembly_id>"
pages.page(f"{_REHEARSAL}/arrive", rehearsal_views.arrive, permission=CONDUCT, methods=["POST"])
pages.page(f"{_REHEARSAL}/vote", rehearsal_views.vote, permission=CONDUCT, methods=["POST"])
