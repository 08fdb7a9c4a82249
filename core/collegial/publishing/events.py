"""What happens to the public site."""

from dataclasses import dataclass

from collegial.kernel.events import Event
from collegial.kernel.text import t


@dataclass(frozen=True, kw_only=True)
class SiteTextPublished(Event):
    """A text of the public site was published."""

    key = "publishing.text_published"
    sentence = t("The text “%(place)s” of the public site was published (%(locale)s, revision %(revision)s).")
    place: str
    locale: str
    revision: int


EVENTS = (SiteTextPublished,)
