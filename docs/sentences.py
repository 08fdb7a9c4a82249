"""Let the search of the guide show sentences: points of lists, cells and quotations end where they end on the page."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.pages import Page

_HEADINGS = {f"h{number}" for number in range(1, 7)}
_BLOCKS = {"p", "ul", "ol", "li", "blockquote", "pre", "dl", "dd", "table", "tr", "div"}
_CELLS = {"td", "th", "dt"}
_BETWEEN = " – "
_ENDED = re.compile(r"[.!?:;…][”»)\s]*$")
_SPACE = re.compile(r"[ \t\n\r]+")  # not those that keep a sign beside its word
_found: dict[str, str] = {}


def on_page_content(html: str, page: Page, **_more: object) -> str:
    """Read the sections of a page; the page itself stays as it is."""
    reader = _Sections()
    reader.feed(html)
    _found.update({f"{page.url}#{key}": text for key, text in reader.texts.items()})
    return html


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Write the sentences into the index that the search has made."""
    index = Path(config.site_dir, "search", "search_index.json")
    told = json.loads(index.read_text(encoding="utf-8"))
    for one in told["docs"]:
        one["text"] = _found.get(one["location"], one["text"])
    index.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


class _Sections(HTMLParser):
    """Gathers what stands below each heading."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self._at: str | None = None
        self._is_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HEADINGS:
            self._at, self._is_heading = dict(attrs).get("id"), True
        elif tag in _BLOCKS:
            self._end(".")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._is_heading = False
        elif tag in _CELLS:
            self._end(_BETWEEN)
        elif tag in _BLOCKS:
            self._end(".")

    def handle_data(self, data: str) -> None:
        if self._at and not self._is_heading:
            before = self.texts.get(self._at, "")
            self.texts[self._at] = _SPACE.sub(" ", before + data).lstrip()

    def _end(self, sign: str) -> None:
        """End a sentence or a cell, unless its own sign does."""
        said = self.texts.get(self._at or "", "").rstrip(" ")
        if self._at and said:
            said = said.removesuffix(_BETWEEN.rstrip()).rstrip(" ")
            self.texts[self._at] = said + ("" if _ENDED.search(said) else sign.rstrip()) + " "
