"""What names a thing in an address, made from its title."""

import re
import unicodedata

LONGEST_SLUG = 80
_GAPS = re.compile(r"[^a-z0-9]+")


def slug_from(title: str) -> str:
    """Return small unaccented letters, digits and single hyphens; empty when the title has none."""
    plain = unicodedata.normalize("NFKD", title.lower().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _GAPS.sub("-", bare).strip("-")[:LONGEST_SLUG].strip("-")
