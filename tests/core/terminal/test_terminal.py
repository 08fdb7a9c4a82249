"""The command line speaks the language of the terminal, or of the deployment: texts, help, and click's own words."""

import errno
import gettext
import json
import re
import sys
from datetime import date
from pathlib import Path

import click
import pytest

from collegial.cli import catalogue, collegial, main
from collegial.kernel.text import nt, pt, t
from collegial.terminal.commands import spoken, unwrapped
from collegial.terminal.language import language_here
from collegial.terminal.speech import Failure, say, speaking
from collegial.terminal.words import CLICK

FIELDS = re.compile(r"\{[^}]*\}")


@pytest.fixture(autouse=True)
def silent_environment(monkeypatch, tmp_path):
    """Let nothing of the machine that runs the tests say a language."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "COLLEGIAL_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(monkeypatch, capsys):
    """Give a function that runs the whole command in a language, and returns its code and what it printed."""

    def do(language, *arguments):
        monkeypatch.setenv("LANG", language)
        monkeypatch.setattr(sys, "argv", ["collegial", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return do


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "br_FR"}, "br"),
        ({"LANG": "fr_FR.UTF-8", "LANGUAGE": "en:fr"}, "en"),
        ({"LC_MESSAGES": "en_GB"}, "en"),
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_environment_says_the_language(monkeypatch, environment, language):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert language_here() == language


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ('[pays]\nlanguages = ["br", "fr"]', "br"),
        ('[pays]\nlanguages = ["de"]', "en"),
        ("demo = true", "fr"),
        ("no toml", "fr"),
    ],
)
def test_where_nobody_says_it_the_deployment_does(monkeypatch, tmp_path, written, language):
    (tmp_path / "pays.toml").write_text(written, encoding="utf-8")
    monkeypatch.setenv("LANG", "C.UTF-8")

    assert language_here() == language


def test_texts_are_said_with_their_parameters_numbers_contexts_and_days():
    closed = nt("%(name)s: %(count)d fault.", "%(name)s: %(count)d faults.", 2, name=t("a text"))
    with speaking("fr", catalogue):
        assert say(closed) == "un texte\u00a0: 2 défauts."
        assert say(pt("module", "off")) == "désactivé"
        assert "2\u00a0mars 2026" in say(t("“%(name)s” can be recorded.", name=date(2026, 3, 2)))
        assert Failure(t("The site is open.")).message == "Le site est ouvert."
    assert say(closed) == "a text: 2 faults."


def test_click_speaks_too_and_falls_silent_after(run):
    code, _, said = run("fr_FR.UTF-8", "serve", "--porrt")

    assert code == 2
    assert "Utilisation\u00a0: collegial serve" in said
    assert "Erreur\u00a0: Il n’y a pas d’option '--porrt'." in said
    assert run("fr", "backup")[2].endswith("Erreur\u00a0: Argument manquant\u00a0: 'LIEU'.\n")
    assert "Fichier '/nowhere'" in run("fr", "restore", "/nowhere")[2]
    assert run("en_GB.UTF-8", "backup")[2].endswith("Error: Missing argument 'PLACE'.\n")
    assert gettext.gettext("Usage:") == "Usage:"


def test_arguments_are_named_in_the_language(run):
    assert "collegial backup [OPTIONS] LIEU\n" in run("fr", "backup", "--help")[1]
    assert "collegial update-plugin [DIBARZHIOÙ] [TEULIAD]\n" in run("br", "update-plugin", "--help")[1]
    assert "collegial bounces [OPTIONS] PATHS...\n" in run("en", "bounces", "--help")[1]
    assert "{on|off|status}" in run("fr", "maintenance", "--help")[1]


def test_help_is_told_in_the_language(run):
    code, said, _ = run("br_FR.UTF-8", "statutes", "import", "--help")

    assert code == 0
    assert "Enrollañ ur restr evel stumm nesañ ar statudoù" in said
    assert "Record a file" not in said


def test_settings_that_cannot_be_used_are_told_in_it_and_to_programs_in_english(run, tmp_path):
    (tmp_path / "pays.toml").write_text("publik_url = 'x'", encoding="utf-8")

    said = "Il n’y a pas de réglage publik_url. Vouliez-vous dire public_url\u202f?"
    assert run("C", "db", "upgrade") == (2, "", f"collegial: {said}\n")
    assert f"FAUTE         réglages\u00a0: {said}" in run("C", "doctor")[1]
    for_programs = json.loads(run("fr", "doctor", "--json")[1])["findings"][0]
    assert for_programs["found"] == "There is no setting publik_url. Did you mean public_url?"


@pytest.mark.parametrize("language", ["fr", "br"])
def test_every_help_text_and_word_of_click_is_in_the_catalogue_with_its_fields(language):
    words = [word for one in CLICK for word in (one.msgid, one.plural) if word]
    given = [unwrapped(one) for one in _helps(collegial)]
    with speaking(language, catalogue):
        lost = set(given) & set(_helps(spoken(collegial)))
        for word in CLICK:
            assert set(FIELDS.findall(say(word))) <= set(FIELDS.findall(word.msgid + (word.plural or "")))
    assert lost == set()
    assert len(words) == len(set(words))


def _helps(command):
    """Yield the help of a command, of its options and of all that is below it."""
    context = click.Context(command)
    yield command.help
    yield from (one.help for one in command.params if isinstance(one, click.Option) and one.help)
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        yield from _helps(command.get_command(context, name))


def test_a_database_that_cannot_be_used_is_one_sentence(run, tmp_path):
    secrets = "".join(
        f'{name} = "{name * 20}{number}"\n' for number, name in enumerate(("key", "password_salt", "totp"))
    )
    (tmp_path / "secrets.toml").write_text(secrets, encoding="utf-8")
    (tmp_path / "pays.toml").write_text(
        f"database_url = 'sqlite:///{tmp_path}/nowhere/x.db'", encoding="utf-8"
    )

    code, _, said = run("fr", "db", "upgrade")

    assert (code, said.startswith("collegial: La base de données est injoignable ou inutilisable")) == (
        1,
        True,
    ), said
    assert "Traceback" not in said


@pytest.mark.parametrize(("number", "place"), [(errno.ENOSPC, None), (errno.EACCES, "jobs.db")])
def test_what_a_disk_refuses_ends_a_command_in_a_sentence(monkeypatch, run, number, place):
    def refused():
        raise OSError(number, "No", place)

    monkeypatch.setattr("collegial.cli.load_settings", refused)
    code, _, told = run("fr_FR.UTF-8", "db", "upgrade")

    assert code == 1
    assert f"{place or Path.cwd()} ne peut pas servir\u00a0: " in told
    assert "`collegial doctor` en dit plus." in told
    assert "Traceback" not in told


@pytest.mark.parametrize("asked", [["--locale", "br"], ["--locale=br"]])
def test_a_language_that_is_asked_for_says_the_words_of_click_too(run, asked):
    code, out, _ = run("C", "init", *asked, "--help")
    assert (code, out.splitlines()[0]) == (0, "Implij\u00a0: collegial init [DIBARZHIOÙ] [TEULIAD]")

    code, _, err = run("C", "init", *asked, "--nope")
    assert (code, "Fazi\u00a0: " in err) == (2, True)


def test_the_whole_usage_is_said(run):
    assert "Utilisation\u00a0: collegial [OPTIONS] COMMANDE [ARGUMENTS]…" in run("fr", "--help")[1]
