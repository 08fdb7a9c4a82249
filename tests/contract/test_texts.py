"""No text that a reader meets escapes the catalogues: neither in a template nor in the code of the pages.

What the command line and the settings say to whoever runs the program is in English, and left out.
"""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

ROOT = Path(__file__).resolve().parents[2]
JINJA = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"])
EXPRESSION = "\ue000"
SHOWN = {"title", "alt", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription"}
WORD = re.compile(r"[^\W\d_]{2}")
# The same in every language: kinds and endings of files, and the attributes that a macro gives.
NO_WORDS = re.compile(r'\b(?:PDF|CSV|JSON|XLSX)\b|\.bel|\.tsr|[\w-]+="[^"]*"')
OWN_SIGN = re.compile(r"\}\}(?:</\w+>)?[:!?](?=[\s<])")
TRANSLATORS = {"t", "nt", "nt_by", "pt", "_", "_l", "_n", "gettext", "ngettext", "pgettext", "lazy_gettext"}
SENTENCE = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ’']+ [a-zà-ÿ]")
OF_PAGES = re.compile(r"/(forms|views|services|rules|queries|feature|plugin)(/|\.py$)")
OF_OPERATORS = re.compile(r"/(doctor|backups|authoring|health|migrations|testing)/|/config")
# Not for readers of pages, or of one language by law: sources of law, labels of bank transfers, names in an archive.
KNOWN = re.compile(r"Code |Loi |Parts sociales, souscription |Rehearsal of |Lien avec la structure")


class Words(HTMLParser):
    """The words of a page that no expression of its template gives."""

    def __init__(self, html):
        super().__init__()
        self.silent, self.found = 0, []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.silent += tag in ("script", "style", "code", "kbd")
        self.found += [value for name, value in attrs if name in SHOWN and value and WORD.search(value)]

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style", "code", "kbd")

    def handle_data(self, data):
        if not self.silent and WORD.search(NO_WORDS.sub("", data)):
            self.found.append(data.strip())


def written_in(template):
    """Return what a template writes itself, its translated blocks and the classes of its body left out."""
    kept, silent, tokens = [], None, list(JINJA.lex(template))
    for place, (_line, kind, value) in enumerate(tokens):
        if kind == "block_begin":
            words = [text for _at, what, text in tokens[place + 1 : place + 6] if what == "name"]
            if words[:1] == ["trans"] or words[:2] == ["block", "body_class"]:
                silent = {"trans": "endtrans", "block": "endblock"}[words[0]]
            elif words[:1] == [silent]:
                silent = None
        elif kind == "variable_begin":
            kept.append(EXPRESSION)
        elif kind == "data" and silent is None:
            kept.append(value)
    return "".join(kept)


def test_a_word_that_no_catalogue_knows_is_found():
    assert Words(written_in('<p title="Close">{{ _("Open") }}</p>{% trans %}Go{% endtrans %}')).found == [
        "Close"
    ]
    assert list(sentences("flash('Well done, all')\nflash(_('Well done'))")) == ["Well done, all"]


def test_templates_write_no_words_of_their_own():
    found = {
        str(path.relative_to(ROOT)): words
        for folder in ("core", "plugins")
        for path in (ROOT / folder).rglob("*.html")
        if not path.name.startswith("styleguide")  # for developers
        if (words := Words(written_in(path.read_text("utf-8"))).found)
    }
    assert found == {}


def test_templates_leave_signs_to_the_texts():
    """French has a space before a colon: the catalogue writes it, `%(name)s: %(value)s` where nothing else does."""
    found = {
        str(path.relative_to(ROOT)): signs
        for folder in ("core", "plugins")
        for path in (ROOT / folder).rglob("templates/**/*")
        if path.suffix in (".html", ".txt")
        if (signs := OWN_SIGN.findall(path.read_text("utf-8")))
    }
    assert OWN_SIGN.search("<a>{{ name }}</a>: {{ value }}")
    assert found == {}


def sentences(code):
    """Yield the sentences of a module that are given to no translator; docstrings are none."""
    waiting = [(ast.parse(code), False)]
    while waiting:
        node, translated = waiting.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        text = node.value if isinstance(node, ast.Constant) and not translated else None
        if isinstance(text, str) and SENTENCE.match(text):
            yield text
        called = isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2]
        translated = called in TRANSLATORS if called else translated
        waiting += [(child, translated) for child in ast.iter_child_nodes(node)]


def test_the_code_of_the_pages_writes_no_sentence_of_its_own():
    modules = [
        path
        for folder in ("core", "plugins")
        for path in (ROOT / folder).rglob("*.py")
        if OF_PAGES.search(f"/{path.relative_to(ROOT)}")
        and not OF_OPERATORS.search(f"/{path.relative_to(ROOT)}")
    ]
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in modules
        for text in sentences(path.read_text("utf-8"))
        if not KNOWN.match(text)
    }
    assert len(modules) > 100
    assert found == set()


def test_no_text_stands_within_another_string():
    """What reads texts into the catalogues sees an f-string as one string: a text in it is said in English for ever."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for place in ("core", "plugins")
        for path in sorted((ROOT / place).rglob("*.py"))
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for call in ast.walk(string)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATORS
    ]

    assert hidden == []
