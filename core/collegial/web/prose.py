"""Members' Markdown on a page: safe, and asking no other site for anything."""

import re
from collections.abc import Sequence
from importlib import import_module

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape

_LINE_SIGNS = re.compile(r"(?P<line>^|\n)(?P<inset>[ \t]*)(?P<sign>[-*]|#+) ")
_TABLE_RULE = re.compile(r"^\|[ :|-]*-[ :|-]*\|[ \t]*(?:\n|$)", re.MULTILINE)
_TABLE_ROW = re.compile(r"^\|[ \t]*(?P<cells>.*?)[ \t]*\|[ \t]*$", re.MULTILINE)
_ELSEWHERE = re.compile("[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def _picture(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Show a picture of this site; lead to one of another, which would learn who reads the page."""
    one = tokens[index]
    address = str(one.attrs["src"])
    if not _ELSEWHERE.match(address):
        return renderer.image(tokens, index, options, env)
    words = renderer.renderInlineAsText(one.children, options, env)
    return f'<a href="{escape(address)}">{escape(words or address)}</a>'


# Cells that a table leaves out are made all the same: a few lines could ask for as many as a whole book.
import_module("markdown_it.rules_block.table").MAX_AUTOCOMPLETED_CELLS = 200  # type: ignore[attr-defined]
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_markdown.add_render_rule("image", _picture)


def render_markdown(source: str | None) -> Markup:
    """Turn a member's Markdown into safe HTML; raw HTML in it stays text."""
    return Markup(nh3.clean(_markdown.render(source or "")))  # noqa: S704 (cleaned)


def plain_text(source: str | None) -> str:
    """Return the words of a Markdown text, on one line: for summaries, feeds and files."""
    return " ".join(Markup(nh3.clean(_markdown.render(source or ""), tags=set())).unescape().split())  # noqa: S704 (no tag is left)


def without_signs(text: str) -> str:
    """Leave out the signs of Markdown from words that are shown as they were written, such as those of a comparison."""
    words = _LINE_SIGNS.sub(_line_start, text.replace("**", "").replace("`", ""))
    return _TABLE_ROW.sub(_row, _TABLE_RULE.sub("", words))


def _line_start(found: re.Match[str]) -> str:
    return (
        f"{found['line']}{found['inset']}\N{BULLET} "
        if found["sign"] in "-*"
        else f"{found['line']}{found['inset']}"
    )


def _row(found: re.Match[str]) -> str:
    return re.sub(r"[ \t]*\|[ \t]*", " \N{MIDDLE DOT} ", found["cells"])
