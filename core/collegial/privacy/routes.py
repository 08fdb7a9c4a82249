"""Pages of personal data; handing out and erasing ask for a recent sign-in."""

from collegial.kernel.permissions import SIGNED_IN
from collegial.privacy import views
from collegial.privacy.permissions import ERASE, INVENTORY
from collegial.web.routing import Pages

pages = Pages(
    "privacy", __name__, url_prefix="/privacy", template_folder="templates", help="personal-data#your-own"
)
pages.page("/mine", views.mine, permission=SIGNED_IN)
pages.page("/mine/data.zip", views.take_mine, permission=SIGNED_IN, methods=["POST"], fresh=True)
pages.page("/mine/erasure", views.ask, permission=SIGNED_IN, methods=["POST"], fresh=True)
pages.help = "personal-data#answering-staff"
pages.page("/requests", views.requests, permission=ERASE)
pages.page("/actors/<int:actor_id>", views.person, permission=ERASE)
pages.page("/actors/<int:actor_id>/data.zip", views.take, permission=ERASE, methods=["POST"], fresh=True)
pages.page("/actors/<int:actor_id>/erase", views.erase, permission=ERASE, methods=["POST"], fresh=True)
pages.help = "personal-data#inventory"
pages.page("/inventory", views.inventory, permission=INVENTORY)
