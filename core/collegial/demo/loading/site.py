"""The texts of the public site."""

from collegial.demo.rennes import read_part
from collegial.kernel.events import Context
from collegial.publishing.rules.texts import Place
from collegial.publishing.services import publish_text


def write_texts(context: Context) -> None:
    """Publish the study's own words."""
    for locale, texts in read_part("site").items():
        for place, body in texts.items():
            publish_text(context, place=Place(place), locale=locale, body=body, seen=0)
