"""The commands `collegial new-plugin`, `collegial update-plugin` and `collegial plugin-template`."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from collegial import __version__
from collegial.authoring.publishing import publish_template
from collegial.authoring.updating import (
    ANSWERS,
    BASE,
    Outcome,
    answers_of,
    files_of,
    keep_base,
    update_files,
)
from collegial.config_checks import LANGUAGES
from collegial.kernel.text import Text, t
from collegial.terminal.speech import Failure, say, tell

TEMPLATE = Path(__file__).parent / "template"
# What the template can be filled in with.
_NAMED, _TITLED = "[a-z][a-z0-9]{1,29}", r'[^"\\]+'
_SAY_NAME = t("A name has small letters and digits, two at least, and begins with a letter.")
_SAY_TITLE = t("Write it without double quotes and backslashes.")


@click.command("new-plugin")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="Prefix of its tables and keys; the folder's name unless said.")
@click.option("--title", help="Its title on the site.")
@click.option("--author", help="Who keeps it.")
@click.option(
    "--template", default=str(TEMPLATE), help="Another copier template: a folder, or an address of Git."
)
@click.option(
    "--locale",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="The language of the questions; else that of LANG, else that of the deployment here.",
)
def new_plugin(folder: Path, name: str | None, title: str | None, author: str | None, template: str) -> None:
    """Write a new plugin into FOLDER: a table, a page, a form, rights, texts, migrations and tests.

    It follows the shipped template later with `collegial update-plugin`, one in Git with `copier update`.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Failure(t("%(folder)s is not empty; name a new folder.", folder=folder))
    called = folder.resolve().name.lower().replace("-", "")
    title = _given(title, t("Title, as people read it"), _TITLED, _SAY_TITLE)
    author = _given(author, t("Author"), _TITLED, _SAY_TITLE)
    name = _given(name, t("Name, small letters and digits"), _NAMED, _SAY_NAME, default=called)
    answers = {"name": name, "title": title, "author": author}
    _render(template, folder, answers)
    if template == str(TEMPLATE):
        _settle(folder, answers)
    _tell_next(folder, name)


def _given(option: str | None, question: Text, form: str, wrong: Text, *, default: str | None = None) -> str:
    """Return what an option says, or else the answer to a question, which is asked again while it has not the form."""

    def read(typed: str) -> str:
        if not re.fullmatch(form, typed.strip()):
            raise click.UsageError(say(wrong))
        return typed.strip()

    if option is None:
        answer: str = click.prompt(
            say(question), default=default, value_proc=read, prompt_suffix=say(t(": "))
        )
        return answer
    if not re.fullmatch(form, option):
        raise Failure(wrong)
    return option


def _tell_next(folder: Path, name: str) -> None:
    """Say what comes next, by commands that work as they stand; those for a deployment work in its folder."""
    is_in_deployment = Path(os.environ.get("COLLEGIAL_CONFIG", "pays.toml")).is_file()
    tell(t("The plugin is in %(folder)s. Its tests pass as it is:", folder=folder))
    click.echo(f"  {_here('pip')} install -e '{folder}[test]' && {_here('pytest')} {folder}")
    tell(t("Then:") if is_in_deployment else t("Then, where your deployment is:"))
    run = _here("collegial", relative=is_in_deployment)
    click.echo(f"  {run} db upgrade && {run} plugins enable {name} && {run} serve")
    tell(t("Its page is then at %(address)s.", address=f"/{name}/"))


def _here(command: str, *, relative: bool = True) -> str:
    """Return how a command of this environment is called: by its name where a shell finds just this one."""
    own = Path(sys.executable).with_name(command)
    found = shutil.which(command)
    if found and Path(found) == own:
        return command
    return os.path.relpath(own) if relative else str(own)


@click.command("update-plugin")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path())
def update_plugin(folder: Path) -> None:
    """Bring the news of the shipped template into the plugin in FOLDER, and leave what you wrote alone.

    Commit your work first. Where both changed the same lines, the file holds both with marks of conflict;
    the exit code is then 1.
    """
    answers = answers_of(folder)
    with tempfile.TemporaryDirectory() as fresh:
        _render(str(TEMPLATE), Path(fresh) / "plugin", answers)
        done = update_files(folder, files_of(Path(fresh) / "plugin"))
    _tell(done)


@click.command("plugin-template")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def plugin_template(folder: Path) -> None:
    """Write the shipped template into FOLDER as a repository of Git, with a tag for this version.

    Run it again after each upgrade. `collegial new-plugin --template FOLDER` makes plugins from it, and they follow
    it by `copier update`.
    """
    tag = publish_template(TEMPLATE, folder, __version__)
    tagged = t("%(folder)s has the template under the tag %(tag)s.", folder=folder, tag=tag)
    tell(tagged if tag else t("%(folder)s has it already.", folder=folder))


def _render(template: str, folder: Path, answers: Mapping[str, Any]) -> None:
    try:
        import copier  # noqa: PLC0415 (an optional library: only authors need it)
        from copier.errors import UserMessageError  # noqa: PLC0415
    except ImportError:
        raise Failure(t("This needs the library copier: pip install 'collegial[authors]'")) from None
    try:
        copier.run_copy(template, folder, data=dict(answers), defaults=True, quiet=True)
    except (ValueError, UserMessageError) as error:
        raise click.ClickException(str(error)) from None


def _settle(folder: Path, answers: Mapping[str, str]) -> None:
    """Keep what the plugin was made from, and name no folder of this machine in it."""
    keep_base(folder, files_of(folder))
    lines = "".join(f"{name}: {_quoted(value)}\n" for name, value in answers.items())
    (folder / ANSWERS).write_text(
        f"# The answers it was made with; `collegial update-plugin` reads them, and {BASE}.\n{lines}",
        encoding="utf-8",
    )


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _tell(done: Outcome) -> None:
    for name in done.changed:
        tell(t("%(name)s: changed", name=name))
    for name in done.left:
        tell(t("%(name)s: left as you have it", name=name))
    for name in done.conflicting:
        tell(t("%(name)s: decide between the marks <<<<<<< and >>>>>>>", name=name), err=True)
    if done.conflicting:
        raise click.exceptions.Exit(1)
    tell(t("The plugin is up to date with the template of this version."))


COMMANDS = (new_plugin, update_plugin, plugin_template)
