"""Rows of a table that a phone can show as blocks: each cell knows the label of its column."""

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from collegial.kernel.text import Text
from collegial.web.languages import say_if_text

_OPENING = re.compile(r"<(tr|td|th)\b([^>]*)>")
# Nothing but room between two tags: the page leaves out what is empty, with its label.
_NOTHING = re.compile(r"(<td\b[^>]*>)\s+(?=</td>)")
# A dash alone says on a desk that there is nothing; a phone needs no line for it.
_DASH = re.compile(r"<td\b(?=[^>]*>\s*(?:<span class=\"quiet\">)?\s*–\s*(?:</span>)?\s*</td>)")
_SPAN = re.compile(r'colspan="(\d+)"')
_ROLES = {"tr": "row", "td": "cell", "th": "rowheader"}


def under_headers(rows: str, headers: Sequence[str | Text]) -> Markup:
    """Give each cell the label of its column, and its role, which browsers forget where a row is not drawn as one."""
    column = 0

    def opened(match: re.Match[str]) -> str:
        nonlocal column
        name, given = match[1], match[2]
        role = f' role="{_ROLES[name]}"'
        if name == "tr":
            column = 0
            return f"<tr{given}{role}>"
        label = say_if_text(headers[column]) if column < len(headers) else ""
        spanned = _SPAN.search(given)
        column += int(spanned[1]) if spanned else 1
        named = f' data-label="{escape(label)}"' if label else ""
        return f"<{name}{given}{named}{role}>"

    marked = _DASH.sub("<td data-nothing", rows)
    return Markup(_NOTHING.sub(r"\1", _OPENING.sub(opened, marked)))  # noqa: S704 (markup before, escaped labels added)
