"""What leaves speaks the language of its reader: every kind of mail, and whoever writes one says in which language."""

import ast
from pathlib import Path

import pytest
from flask_babel import force_locale
from tests.contract.french import French

from collegial.web.mail_samples import kinds, sample

ROOT = Path(__file__).resolve().parents[2]
MAILS = {"DressedMail", "EmailMessage", "EmailMultiAlternatives"}
# It writes, by what it is given, in the language of the reader.
CHOOSES = "reaches_by_mail"
# Written to whoever asks for it, in the language of the page, to try the mail server.
TO_ONESELF = "core/collegial/onboarding/views.py"
# It reads in the first language of the site, as no person is addressed: lines for machines follow.
TO_A_MIRROR = "core/collegial/mirrors/jobs.py"


@pytest.mark.parametrize("language", ["br", "en"])
def test_every_kind_of_mail_is_whole_in_its_language(app, language):
    french = French(app.extensions["collegial.texts"], language)
    with app.test_request_context(), force_locale(language):
        found = {kind: french.in_(sample(kind)[0]) for kind in kinds()}

    assert len(found) > 40
    assert {kind: said for kind, said in found.items() if said} == {}


def calls(tree, names, *, spoken=False):
    """Yield each call of some names in a piece of code, and whether a language was chosen around it."""
    for node in ast.iter_child_nodes(tree):
        chosen = isinstance(node, ast.With) and any("force_locale(" in ast.unparse(one) for one in node.items)
        chosen |= isinstance(node, ast.Call) and ast.unparse(node.func) == CHOOSES
        if isinstance(node, ast.Call) and ast.unparse(node.func) in names:
            yield node, spoken
        yield from calls(node, names, spoken=spoken or chosen)


def writers_without_language(module):
    """Return the functions of a module that write a mail, or have one written, where no language was chosen."""
    written = {one.name: one for one in ast.walk(module) if isinstance(one, ast.FunctionDef)}
    waiting, seen, silent = [*MAILS], set(), set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        found = {at: [chosen for _, chosen in calls(one, {name})] for at, one in written.items()}
        if name in written and not any(found.values()):
            silent.add(name)  # nobody here calls it: it should have chosen itself
        waiting += [at for at, chosen in found.items() if not all(chosen) and at not in seen]
    return silent


def test_a_mail_without_a_language_is_found():
    code = """
def send(person):
    with force_locale(person.locale):
        write(person).send()
def write(person):
    return DressedMail("", "", to=[])
def remind(person):
    write(person).send()
def tell(session, one):
    reaches_by_mail(session, one, lambda person: write(person))
"""
    assert writers_without_language(ast.parse(code)) == {"remind"}


def test_whoever_writes_a_mail_says_in_which_language():
    modules = {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for folder in ("core", "plugins")
        for path in (ROOT / folder).rglob("*.py")
        if "mail" in path.read_text("utf-8").lower()
    }
    found = {path for path, module in modules.items() if writers_without_language(module)}

    assert found == {TO_ONESELF, TO_A_MIRROR}
