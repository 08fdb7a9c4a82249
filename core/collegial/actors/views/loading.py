"""Load what the pages that change an actor start from."""

from datetime import date

from collegial.actors import queries
from collegial.actors.models import Actor
from collegial.actors.permissions import PERSONS
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.web.request import act, session, viewer


def visible_actor(actor_id: int) -> Actor:
    """Return an actor that this viewer may see; raises Missing, which does not tell whether there is one."""
    actor = queries.actor(session(), actor_id)
    if (actor.is_person or actor.is_joint) and not viewer().may(PERSONS):
        raise Missing("actors.unknown", t("There is no such actor in the directory."))
    return actor


def today() -> date:
    """Return the day it is where the deployment is."""
    context = act()
    return local_day(context.clock.now(), context.zone)
