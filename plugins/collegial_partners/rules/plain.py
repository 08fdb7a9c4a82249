"""A text with its marks of Markdown, as paragraphs to print: the words stay, lists keep their points."""

from markdown_it import MarkdownIt

_POINT = "• "


def plain_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text; the items of a list stand one by one behind a point."""
    found, begins = [], ""
    for token in MarkdownIt().parse(text):
        if token.type == "list_item_open":
            begins = _POINT
        elif token.type in ("code_block", "fence"):
            found.append(token.content.strip())
        elif token.type == "inline":
            words = [
                " " if one.type in ("softbreak", "hardbreak") else one.content for one in token.children or ()
            ]
            found.append(begins + "".join(words))
            begins = ""
    return found
