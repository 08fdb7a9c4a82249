"""Addresses of the API, where each resource asks for its own right; and the page of one's tokens."""

from collegial.api import acting, views
from collegial.api.permissions import OWN_TOKENS
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages
from collegial.web.security import take_from_programs

ROOM = 64 * 1024  # what acts take is short, and a long document of little pieces takes long to read

pages = Pages("api", __name__, url_prefix="/api/v1")
pages.page("/openapi.json", views.describe, permission=PUBLIC, machine=True)
pages.page("/<key>", views.many, permission=PUBLIC, machine=True)
pages.page("/<key>/<int:number>", views.one, permission=PUBLIC, machine=True)
pages.page(
    "/<key>/<int:number>/<act_key>", acting.do, permission=PUBLIC, methods=["POST"], machine=True, room=ROOM
)
pages.page("/<path:path>", views.nothing, permission=PUBLIC, machine=True)

# A token says who asks; a cookie, which a browser would add by itself, counts for nothing.
take_from_programs(pages)

token_pages = Pages(
    "api_tokens",
    __name__,
    url_prefix="/tokens",
    template_folder="templates",
    help="api#a-token",
)
token_pages.page("/", views.tokens, permission=OWN_TOKENS, methods=["GET", "POST"], fresh=True)
token_pages.page("/<int:token_id>/revoke", views.revoke, permission=OWN_TOKENS, methods=["POST"], fresh=True)
