"""Load what the pages that change an actor start from."""

from collegial.actors import queries
from collegial.actors.models import Actor
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.request import session, viewer


def visible_actor(actor_id: int) -> Actor:
    """Return an actor that this viewer may see; raises Missing, which does not tell whether there is one."""
    actor = queries.actor(session(), actor_id)
    if not queries.sees(session(), viewer(), actor_id):
        raise Missing("actors.unknown", t("There is no such actor in the directory."))
    return actor
