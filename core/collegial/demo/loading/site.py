"""The public site: its texts, and who agreed to be shown."""

from collegial.actors.models import Actor
from collegial.atlas.services import show_actor
from collegial.demo.rennes import read_part
from collegial.kernel.events import Context
from collegial.publishing.queries import entries
from collegial.publishing.rules.texts import LISTS, Place
from collegial.publishing.rules.wordings import Writing
from collegial.publishing.services import publish_list, publish_text


def write_texts(context: Context) -> None:
    """Publish the study's own words."""
    for locale, texts in read_part("site").items():
        for place, body in texts.items():
            if Place(place) in LISTS:
                writing = Writing(body=body, wordings=entries(context.session, Place(place)))
                publish_list(context, place=Place(place), locale=locale, writing=writing, seen=0, leads=True)
            else:
                publish_text(context, place=Place(place), locale=locale, body=body, seen=0)


def show_structures(context: Context, known: dict[str, Actor]) -> None:
    """Let the invented base structures agree to be shown; the actors that the study names were not asked."""
    for row in read_part("structures")["actors"]:
        show_actor(context, known[row["key"]].id, how="Structure inventée", at=None)
