"""Look for words in the names of the site's pages, and in the guide."""

import re
from collections.abc import Sequence

from collegial.handbook import finding, site
from collegial.handbook.finding import Piece
from collegial.kernel.folding import beginning, folded_text
from collegial.web.languages import say
from collegial.web.menu import Link, menu

MOST_PIECES = 5


def pages_named(words: str) -> list[Link]:
    """Return the entries of the reader's menu whose name, or what people call it, says all the words."""
    begins = [re.compile(beginning(word)) for word in (folded_text(words) or "").split()]
    links = [link for part in menu() for link in part.links]
    return [link for link in links if all(one.search(_names(link)) for one in begins)]


def _names(link: Link) -> str:
    said = [say(one) for one in (link.label, link.also) if one is not None]
    return folded_text(" ".join(said)) or ""


def pieces_of_guide(words: str, language: str) -> Sequence[Piece]:
    """Return the sections of the guide that say all the words, in the reader's language, the best first."""
    spoken = language if language in finding.ELSEWHERE else "en"
    found = finding.find_pieces(site.pieces(), words, language=spoken)
    return [one for one in found if finding.language_of(one.location) == spoken][:MOST_PIECES]
