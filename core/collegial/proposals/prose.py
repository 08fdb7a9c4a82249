"""Markdown as blocks that a printed document can lay out: no markup of the printer ever comes from a text."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_RUNS = {"strong": "strong", "em": "emph"}


Pictures = Mapping[str, str]


def blocks(source: str | None, pictures: Pictures = MappingProxyType({})) -> list[dict[str, Any]]:
    """Return the blocks of a text: paragraphs, headings, lists, quotes, code and tables.

    `pictures` are the names of picture files, by the last part of their addresses; others are told by their
    title alone.
    """
    return list(_blocks(SyntaxTreeNode(_markdown.parse(source or "")).children, pictures))


def _blocks(nodes: Sequence[SyntaxTreeNode], pictures: Pictures) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if node.type in ("paragraph", "heading"):
            yield {"kind": node.type, "runs": _runs_of(node, pictures)}
        elif node.type in ("bullet_list", "ordered_list"):
            items = [list(_blocks(item.children, pictures)) for item in node.children]
            yield {"kind": "list", "numbered": node.type == "ordered_list", "items": items}
        elif node.type == "blockquote":
            yield {"kind": "quote", "blocks": list(_blocks(node.children, pictures))}
        elif node.type in ("fence", "code_block"):
            yield {"kind": "code", "text": node.content.rstrip("\n")}
        elif node.type == "table":
            yield _table(node, pictures)


def _table(node: SyntaxTreeNode, pictures: Pictures) -> dict[str, Any]:
    rows = [
        [_runs_of(cell, pictures) for cell in row.children] for part in node.children for row in part.children
    ]
    return {"kind": "table", "head": rows[0], "rows": rows[1:]}


def _runs_of(node: SyntaxTreeNode, pictures: Pictures) -> list[dict[str, str]]:
    return [run for inline in node.children for run in _runs(inline.children, "plain", pictures)]


def _runs(nodes: Sequence[SyntaxTreeNode], style: str, pictures: Pictures) -> Iterator[dict[str, str]]:
    for node in nodes:
        if node.type == "text":
            yield {"style": style, "text": node.content}
        elif node.type == "code_inline":
            yield {"style": "code", "text": node.content}
        elif node.type in ("softbreak", "hardbreak"):
            yield {"style": "plain", "text": " " if node.type == "softbreak" else "\n"}
        elif node.type == "image":
            yield _picture(node, pictures)
        elif node.type == "link":
            yield from _runs(node.children, style, pictures)
            target = str(node.attrs.get("href", ""))
            if target.startswith(("http://", "https://")):
                yield {"style": "plain", "text": f" ({target})"}
        else:
            yield from _runs(node.children, _RUNS.get(node.type, style), pictures)


def _picture(node: SyntaxTreeNode, pictures: Pictures) -> dict[str, str]:
    name = pictures.get(str(node.attrs.get("src", "")).rpartition("/")[2])
    if name is None:
        return {"style": "emph", "text": f"[{node.content}]"}
    return {"style": "picture", "text": node.content or name, "file": name}
