"""The page of the words, open to everyone."""

from flask.blueprints import BlueprintSetupState

from collegial.glossary import views
from collegial.kernel.permissions import PUBLIC
from collegial.web.routing import Pages


def _teach(state: BlueprintSetupState) -> None:
    """Let every template link a word to its meaning."""
    state.app.jinja_env.globals["term"] = views.link


pages = Pages(
    "glossary",
    __name__,
    url_prefix="/glossary",
    template_folder="templates",
    help="look-around#search-and-take-away",
)
pages.record_once(_teach)
pages.page("", views.index, permission=PUBLIC)
