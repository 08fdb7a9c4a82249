"""Read new texts from the code into the catalogues; English is filled in, the others wait for a translator."""

import ast
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po

from collegial.terminal.commands import unwrapped

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en", "br")


def extract_commands(source: BinaryIO, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Yield the texts of a module with commands, and what click makes their help of: docstrings, options, arguments."""
    yield from extract_python(source, keywords, comment_tags, options)
    source.seek(0)
    for node in ast.walk(ast.parse(source.read())):
        for line, words in _help_of(node):
            yield line, "_", unwrapped(words), []


def _help_of(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
        yield node.lineno, ast.get_docstring(node) or ""
    if isinstance(node, ast.Call):
        for given in node.keywords:
            if given.arg in ("help", "prompt") and isinstance(given.value, ast.Constant):
                yield node.lineno, str(given.value.value)
        if ast.unparse(node.func) == "click.argument":
            yield node.lineno, ast.literal_eval(node.args[0]).upper()


def _makes_command(decorator: ast.expr) -> bool:
    made = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(made, ast.Attribute) and made.attr in ("command", "group")


METHODS = [
    ("**/cli.py", extract_commands),
    ("**/demonstration.py", extract_commands),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
OPTIONS = {
    "**/templates/**.html": {"trimmed": "true", "silent": "false"},
    "**/templates/**.txt": {"trimmed": "true", "silent": "false"},
}
KEYWORDS = DEFAULT_KEYWORDS | {
    "t": None,
    "nt": (1, 2),
    "nt_by": (2, 3),
    "pt": ((1, "c"), 2),
    "_l": None,
    "lazy_gettext": None,
    "lazy_pgettext": ((1, "c"), 2),
}


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Whose texts: where its code is, where its catalogues are, and their domain."""

    code: Path
    folder: Path
    domain: str

    def catalogue(self, language: str) -> Path:
        """Return the path of a language's catalogue."""
        return self.folder / language / "LC_MESSAGES" / f"{self.domain}.po"


def owners() -> list[Owner]:
    """Return the core and the bundled plugins that have catalogues."""
    plugins = [
        Owner(code=path.parent, folder=path, domain=path.parent.name.removeprefix("collegial_"))
        for path in sorted(ROOT.glob("plugins/collegial_*/translations"))
    ]
    return [Owner(code=ROOT / "core", folder=ROOT / "translations", domain="messages"), *plugins]


def extract(owner: Owner) -> Catalog:
    """Return every text of an owner's code, with where it stands but not on which line."""
    template = Catalog(project="collegial", fuzzy=False)
    found = extract_from_dir(str(owner.code), METHODS, OPTIONS, KEYWORDS, comment_tags=("NOTE:",))
    for file, _line, message, comments, context in found:
        place = (Path(owner.code, file).relative_to(ROOT).as_posix(), None)
        template.add(message, None, [place], auto_comments=comments, context=context)
    return template


def update(owner: Owner, language: str, template: Catalog) -> int:
    """Bring one catalogue up to date with all of its owner's texts; return how many wait for a translator."""
    path = owner.catalogue(language)
    catalogue = _read(path, language) if path.exists() else _new(language)
    # Babel puts the template's own messages into the catalogue: what is filled in there must stay there.
    catalogue.update(deepcopy(template), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    _head(catalogue)
    if language == "en":
        _fill_in(catalogue)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, width=0, sort_output=True, omit_header=False, include_lineno=False)
    return sum(1 for message in catalogue if message.id and not _is_done(message.string))


def _new(language: str) -> Catalog:
    """Return an empty catalogue with the core's plurals: Babel's own rule may have others."""
    catalogue = Catalog(locale=language, project="collegial")
    catalogue.mime_headers = _read(owners()[0].catalogue(language), language).mime_headers
    return catalogue


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=language)


def _head(catalogue: Catalog) -> None:
    """Keep the head of the file the same from one update to the next: history tells the dates."""
    catalogue.header_comment = f"# Texts of collegial in {catalogue.locale.english_name}."
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    catalogue.copyright_holder, catalogue.version = "the authors of collegial", ""


def _fill_in(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            message.string = message.id


def _is_done(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def main() -> None:
    """Update every catalogue and say what is left to translate."""
    for owner in owners():
        template = extract(owner)
        for language in LANGUAGES:
            left = update(owner, language, template)
            sys.stdout.write(f"{owner.domain} {language}: {left} to translate\n")


if __name__ == "__main__":
    main()
