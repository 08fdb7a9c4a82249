"""Pages of the guide, open to everyone."""

from collegial.handbook import views
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages

pages = Pages("handbook", __name__, template_folder="templates")
pages.app_context_processor(views.help_here)
pages.record_once(lambda state: state.app.jinja_env.globals.update(help_address=views.address))
pages.page("/guide", views.start, permission=PUBLIC)
pages.page("/docs/", views.index, permission=PUBLIC)
pages.page("/docs/search", views.search, permission=PUBLIC)
pages.page("/docs/<path:name>", views.page, permission=PUBLIC)
