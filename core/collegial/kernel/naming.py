"""What names a thing in an address, made from its title."""

import re
import unicodedata
from collections.abc import Container
from itertools import chain, count

LONGEST_SLUG = 80
LONGEST_KEY = 36  # four letters less than the columns of keys, for a number behind it
_GAPS = re.compile(r"[^a-z0-9]+")


def slug_from(title: str) -> str:
    """Return small unaccented letters, digits and single hyphens; empty when the title has none."""
    plain = unicodedata.normalize("NFKD", title.lower().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _GAPS.sub("-", bare).strip("-")[:LONGEST_SLUG].strip("-")


def key_base(title: str, otherwise: str) -> str:
    """Return the slug of a title, short enough for a key; `otherwise` when the title has no letters."""
    return slug_from(title)[:LONGEST_KEY].strip("-") or otherwise


def calendar_name(title: str) -> str:
    """Return what a calendar file is called: the title of what happens, in whatever language it stands."""
    return f"{slug_from(title) or 'calendar'}.ics"


def first_free(base: str, taken: Container[str]) -> str:
    """Return a key, numbered from 2 on where it is taken."""
    numbered = (f"{base}-{number}" for number in count(2))
    return next(one for one in chain([base], numbered) if one not in taken)
