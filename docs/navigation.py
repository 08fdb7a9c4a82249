"""Make the navigation of the guide from its first pages, one for each language, and give it the program's look."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "core" / "collegial" / "web" / "static"
LOOK = ("css/collegial.css", "fonts/atkinson-hyperlegible-next.woff2", "img/favicon.svg")
# The first pages, with what each is called; readers of a language see its own pages alone.
FIRST = {"index.md": "The guide", "fr/index.md": "Le guide", "br/index.md": "Ar sturlevr"}
# Each is reached from a page that lists them all.
_LISTED_ELSEWHERE = re.compile(r"decisions/\d{4}-")
_HEADING = re.compile(r"^## (.+)$")
_FENCE = re.compile(r"^\s*```")
_NARROW = re.compile(r"^(?: {1,3}| {5,7})(?=\S)")
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_HEAD = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
_LINE = re.compile(r"<tr>\s*(<td.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<td([^>]*)>(.*?)</td>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
# A table this wide, with sentences in it, does not fit on a phone.
_MANY, _LONG = 3, 40
_ROW = re.compile(r"^\|.*\[(?P<title>[^\]]+)\]\((?P<path>[\w/.-]+\.md)\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the parts of the navigation from the first page of each language."""
    config.nav = [
        one for name, title in FIRST.items() for one in ({title: name}, *_parts(Path(config.docs_dir), name))
    ]
    return config


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Let what belongs to a point of a list stand under its first word, as readers of Markdown expect.

    Python-Markdown asks for four spaces, and takes less for a new paragraph.
    """
    lines, is_code = [], False
    for line in markdown.splitlines():
        is_code ^= bool(_FENCE.match(line))
        lines.append(line if is_code else _NARROW.sub(lambda got: " " * (4 if len(got[0]) < 4 else 8), line))  # noqa: PLR2004
    return "\n".join(lines)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the program's own style sheet and font; refuse a page that no reader would find."""
    for name in LOOK:
        files.append(File.generated(config, f"look/{name}", abs_src_path=str(STATIC / name)))
    known = set(_paths(config.nav))
    lost = [
        one.src_uri for one in files.documentation_pages()
        if one.src_uri not in known and not _LISTED_ELSEWHERE.match(one.src_uri)
    ]  # fmt: skip
    if lost:
        raise PluginError(f"Pages that no first page leads to: {', '.join(lost)}")
    return files


def on_page_content(html: str, **_more: Any) -> str:
    """Let the rows of a wide table stand by themselves on a phone, and keys reach what scrolls there."""
    html = _TABLE.sub(lambda found: _stacking(found[0]), html)
    return html.replace("<pre>", '<pre tabindex="0">').replace("<table>", '<table tabindex="0">')


def _stacking(table: str) -> str:
    """Return a table whose cells say under which heading they stand, as the program's own do; a narrow one as it is."""
    labels = [_TAG.sub("", one).replace('"', "&quot;") for one in _HEAD.findall(table)]
    if (
        len(labels) < _MANY
        or max((len(_TAG.sub("", text)) for _, text in _CELL.findall(table)), default=0) < _LONG
    ):
        return table
    return f'<div class="table-stacks">{_LINE.sub(lambda line: _labelled(line[1], labels), table)}</div>'


def _labelled(cells: str, labels: list[str]) -> str:
    (_, first), *rest = _CELL.findall(cells)
    others = (
        f'<td{more} data-label="{label}">{text}</td>'
        for label, (more, text) in zip(labels[1:], rest, strict=True)
    )
    return f'<tr><th scope="row">{first}</th>{"".join(others)}</tr>'


def _parts(folder: Path, name: str) -> Iterator[dict[str, list[dict[str, str]]]]:
    """Return each heading of a page whose table leads to other pages, with those pages."""
    part: dict[str, list[dict[str, str]]] = {}
    beside = Path(name).parent
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        if heading := _HEADING.match(line):
            yield from [part] if any(part.values()) else []
            part = {heading[1]: []}
        elif part and (row := _ROW.match(line)):
            next(iter(part.values())).append({row["title"]: (beside / row["path"]).as_posix()})
    yield from [part] if any(part.values()) else []


def _paths(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    for one in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from _paths(one)
