"""A new plugin works as it is written, beside the core, and follows its template."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import copier
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner

from collegial.authoring.cli import TEMPLATE, new_plugin, plugin_template, update_plugin

WORDS = ["--name", "gardens", "--title", "Shared gardens", "--author", "Ada"]


@pytest.fixture
def made(tmp_path):
    """Give a new plugin's folder."""
    folder = tmp_path / "gardens"
    done = CliRunner().invoke(new_plugin, [str(folder), *WORDS])
    assert done.exit_code == 0, done.output
    return folder


def run(*command, cwd, **options):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_is_written_names_the_plugin_everywhere(made):
    assert (made / "collegial_gardens" / "plugin.py").is_file()
    assert (made / "collegial_gardens" / "templates" / "gardens" / "index.html").is_file()
    assert not [one for one in made.rglob("*") if "{{" in one.name or one.suffix == ".jinja"]
    assert 'gardens = "collegial_gardens.plugin"' in (made / "pyproject.toml").read_text(encoding="utf-8")
    answers = (made / ".copier-answers.yml").read_text(encoding="utf-8")
    assert "title: 'Shared gardens'" in answers
    assert str(TEMPLATE) not in answers


def test_the_wheel_holds_all_that_the_guide_tells_to_add(made, tmp_path):
    own = made / "collegial_gardens"
    told = [
        "templates/gardens/mail/word.txt", "templates/gardens/index.html", "static/gardens.css", "static/a/b.js",
        "translations/br/LC_MESSAGES/gardens.po", "friends.toml", "card.typ", "migrations/versions/0001_start.py",
    ]  # fmt: skip
    for name in told:
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).touch()

    wheel = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        tmp_path,
        made,
    ]
    run(*wheel, cwd=made)

    with ZipFile(*tmp_path.glob("*.whl")) as built:
        assert {f"collegial_gardens/{name}" for name in told} - set(built.namelist()) == set()


def waiting(made, language):
    """Return the texts that wait for a translator, and how many forms a counted one has."""
    path = made / "collegial_gardens" / "translations" / language / "LC_MESSAGES" / "gardens.po"
    with path.open("rb") as written:
        texts = read_po(written, locale=language)
    return {str(one.id): len(one.string) for one in texts if one.id and not any(one.string)}


def test_new_texts_are_read_into_the_catalogues_as_the_readme_and_the_guide_say(made):
    commands = re.findall("^pybabel .*", (made / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    guide = (Path(__file__).parents[3] / "docs" / "plugin-authors.md").read_text(encoding="utf-8")
    append(
        made / "collegial_gardens" / "queries.py",
        at_end='nt("%(n)d bed", "%(n)d beds"), nt_by("n", "%(n)s row", "%(n)s rows"), pt("plot", "Free")\n',
    )
    append(next(made.rglob("index.html")), at_end='{{ pgettext("plot", "Let") }}')

    for one in commands:
        run(*shlex.split(one.replace("pybabel", f"{sys.executable} -m babel.messages.frontend")), cwd=made)

    new = {"('%(n)d bed', '%(n)d beds')": 6, "('%(n)s row', '%(n)s rows')": 6, "Free": 0, "Let": 0}
    assert waiting(made, "br") == new
    assert waiting(made, "fr") == {text: min(forms, 2) for text, forms in new.items()}
    assert len(commands) == 2
    assert all(one in guide for one in commands)


@pytest.mark.parametrize("path", ["", str(Path(sys.executable).parent)])
def test_the_commands_that_follow_are_those_of_this_environment(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", path)
    environment = Path(sys.executable).parent
    pip = "pip" if path else os.path.relpath(environment / "pip")
    collegial = "collegial" if path else str(environment / "collegial")

    said = CliRunner().invoke(new_plugin, ["gardens", *WORDS]).output

    assert f"  {pip} install -e 'gardens[test]'" in said
    assert f"  {collegial} db upgrade && {collegial} plugins enable gardens && {collegial} serve" in said


def test_in_the_folder_of_a_deployment_the_commands_that_follow_work_right_there(tmp_path, monkeypatch):
    site = tmp_path / "site"
    site.mkdir()
    (site / "pays.toml").write_text('[pays]\nlanguages = ["fr"]\n', encoding="utf-8")
    monkeypatch.chdir(site)
    monkeypatch.setenv("PATH", "")
    collegial = os.path.relpath(Path(sys.executable).parent / "collegial")

    said = CliRunner().invoke(new_plugin, ["../gardens", *WORDS]).output

    assert "-e '../gardens[test]'" in said
    assert f"  {collegial} db upgrade && {collegial} plugins enable gardens && {collegial} serve" in said
    assert "/gardens/" in said


@pytest.mark.parametrize("name", ["Gardens", "my_gardens", "9", ""])
def test_a_name_that_cannot_be_a_prefix_is_refused(tmp_path, name):
    done = CliRunner().invoke(new_plugin, [str(tmp_path / "x"), "--name", name, *WORDS[2:]])

    assert done.exit_code == 1
    assert not (tmp_path / "x" / "pyproject.toml").exists()


def test_what_cannot_be_used_is_asked_again(tmp_path):
    typed = 'Shared "gardens"\nShared gardens\nAda\nMy gardens\n\n'

    done = CliRunner().invoke(new_plugin, [str(tmp_path / "gardens")], input=typed)

    assert done.exit_code == 0, done.output
    assert "without double quotes" in done.output
    assert "begins with a letter" in done.output
    assert (tmp_path / "gardens" / "collegial_gardens" / "plugin.py").is_file()


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")

    assert CliRunner().invoke(new_plugin, [str(tmp_path), *WORDS]).exit_code == 1
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_a_plugin_follows_the_shipped_template(made, tmp_path, monkeypatch):
    template = tmp_path / "template"
    shutil.copytree(TEMPLATE, template)
    news = template / "project" / "README.md.jinja"
    news.write_text(news.read_text(encoding="utf-8") + "\nNews of the template.\n", encoding="utf-8")
    routes = next(template.rglob("routes.py.jinja"))
    routes.write_text(routes.read_text(encoding="utf-8").replace('"/new"', '"/add"'), encoding="utf-8")
    (template / "project" / "NEW.md").write_text("new", encoding="utf-8")
    next(template.rglob("queries.py.jinja")).unlink()
    own = made / "collegial_gardens"
    append(made / "README.md", at_start="Ours first.\n\n")
    append(own / "permissions.py", at_end="# ours\n")
    (own / "routes.py").write_text(
        (own / "routes.py").read_text().replace('"/new"', '"/mine"'), encoding="utf-8"
    )
    monkeypatch.setattr("collegial.authoring.cli.TEMPLATE", template)

    done = CliRunner().invoke(update_plugin, [str(made)])

    assert done.exit_code == 1, done.output
    assert "collegial_gardens/routes.py: decide" in done.output
    assert '"/add"' in (text := (own / "routes.py").read_text())
    assert '"/mine"' in text
    readme = (made / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("Ours first.")
    assert "News of the template." in readme
    assert (made / "NEW.md").read_text() == "new"
    assert not (own / "queries.py").exists()
    assert (own / "permissions.py").read_text(encoding="utf-8").endswith("# ours\n")

    again = CliRunner().invoke(update_plugin, [str(made)])
    assert again.output == "The plugin is up to date with the template of this version.\n"


def append(path, at_start="", at_end=""):
    path.write_text(at_start + path.read_text(encoding="utf-8") + at_end, encoding="utf-8")


def test_a_plugin_that_does_not_know_what_it_was_made_from_is_left_alone(made):
    (made / ".template.zip").unlink()

    done = CliRunner().invoke(update_plugin, [str(made)])

    assert done.exit_code == 1
    assert "copier update" in done.output


def published(folder):
    """Write the shipped template into a repository; return what the command says."""
    done = CliRunner().invoke(plugin_template, [str(folder)])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.slow
def test_a_plugin_follows_the_template_in_git_by_copier(tmp_path, monkeypatch):
    shipped, template, plugin = tmp_path / "shipped", tmp_path / "template", tmp_path / "gardens"
    shutil.copytree(TEMPLATE, shipped)
    monkeypatch.setattr("collegial.authoring.cli.TEMPLATE", shipped)
    monkeypatch.setattr("collegial.authoring.cli.__version__", "1.0.0")
    assert "v1.0.0" in published(template)
    assert "already" in published(template)
    made = CliRunner().invoke(new_plugin, [str(plugin), *WORDS, "--template", str(template)])
    assert made.exit_code == 0, made.output
    own = plugin / "collegial_gardens" / "permissions.py"
    append(own, at_end="# ours\n")
    _commit(plugin, "ours")

    append(shipped / "project" / "README.md.jinja", at_end="\nNews of the template.\n")
    assert "v1.0.0.post1" in published(template)
    append(shipped / "project" / "README.md.jinja", at_end="\nMore of it.\n")
    monkeypatch.setattr("collegial.authoring.cli.__version__", "2.0.0")
    assert "v2.0.0" in published(template)
    copier.run_update(plugin, defaults=True, overwrite=True, quiet=True)

    readme = (plugin / "README.md").read_text(encoding="utf-8")
    assert "News of the template." in readme
    assert "More of it." in readme
    assert own.read_text(encoding="utf-8").endswith("# ours\n")


def test_a_folder_that_is_no_template_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(plugin_template, [str(tmp_path)])

    assert (done.exit_code, "holds something else" in done.output) == (1, True)
    published(tmp_path / "template")
    append(tmp_path / "template" / "copier.yml", at_end="# mine\n")
    done = CliRunner().invoke(plugin_template, [str(tmp_path / "template")])
    assert (done.exit_code, "not committed" in done.output) == (1, True)
    assert (tmp_path / "template" / "copier.yml").read_text(encoding="utf-8").endswith("# mine\n")


def _commit(folder, message):
    git = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    run("git", "init", "-q", cwd=folder)
    run("git", "add", "-A", cwd=folder)
    run(*git, "commit", "-q", "-m", message, cwd=folder)
