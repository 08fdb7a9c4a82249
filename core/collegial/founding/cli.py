"""The command `collegial init`: ask, write the folder, make the tables, fill them, say what comes next."""

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from collegial.app import build_host, create_app
from collegial.config import ConfigError, load_settings
from collegial.config_checks import LANGUAGES
from collegial.features import FEATURES
from collegial.founding.answers import Answers, UnusableAnswers, parse_answers, read_answers
from collegial.founding.asking import Questions
from collegial.founding.filling import check_names, fill
from collegial.founding.folder import SECRETS, SETTINGS, write_folder
from collegial.hosting.discovery import installed
from collegial.hosting.host import Host
from collegial.hosting.migrations import upgrade
from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import Text, t
from collegial.sample.services import add_sample
from collegial.terminal.language import language_here
from collegial.terminal.speech import Failure
from collegial.web.program import Program


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option(
    "--answers", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file with the answers; nothing is asked then.",
)  # fmt: skip
@click.option("--sample", is_flag=True, help="Add sample data to try things with; it goes at one click.")
@click.option(
    "--locale",
    "language",
    type=click.Choice(LANGUAGES),
    help="The language of the questions; else that of LANG.",
)
def init(folder: Path, file: Path | None, language: str | None, *, sample: bool) -> None:
    """Make a new deployment in FOLDER: settings, secrets, tables, the first account, the modules."""
    if any((folder / name).exists() for name in (SETTINGS, SECRETS, "collegial.db")):
        raise Failure(t("%(folder)s holds a deployment already; nothing was changed.", folder=folder))
    questions = Questions(Host(FEATURES, installed()), language or language_here())
    try:
        answers = read_answers(file) if file else parse_answers(questions.answers())
        beside = file.parent if file else Path.cwd()
        _make(
            folder, answers, beside=beside, sample=sample, questions=questions,
            language=_spoken(questions.language, answers) if file is None else None,
        )  # fmt: skip
    except (UnusableAnswers, ConfigError) as error:
        said = [questions.say(t("The answers cannot be used.")), *map(questions.worded, error.faults)]
        raise click.ClickException("\n".join(said)) from None
    except DomainError as error:
        raise click.ClickException("\n".join(questions.say(one) for one in _sentences(error))) from None
    _tell(folder, answers, questions)


def _sentences(error: DomainError) -> Iterator[Text]:
    """Give the sentence of an error, and those of its parts: a document is refused for several reasons at once."""
    yield error.text
    for one in getattr(error, "errors", ()):
        yield one.text


def _spoken(language: str, answers: Answers) -> str | None:
    """Return the language of the answers, where the deployment has it."""
    return language if language in answers.pays.get("languages", ()) else None


def _make(
    folder: Path, answers: Answers, *, beside: Path, sample: bool, questions: Questions, language: str | None
) -> None:
    """Make everything, or leave nothing: the files go again when the database cannot be filled."""
    settings_path = write_folder(folder, answers, beside=beside, say=questions.say)
    try:
        settings = load_settings(settings_path)
        host = build_host(settings)
        check_names(host, answers)
        upgrade(settings.database_url, host)
        app = create_app(settings)
        program: Program = app.extensions["collegial"]
        try:
            with app.app_context(), program.database.unit_of_work() as session:
                context = program.context(session, program_viewer("collegial init"))
                fill(context, program.host, answers, beside=beside, language=language)
                if sample:
                    add_sample(context)
        finally:
            program.database.close()
    except BaseException:
        databases = [f"{name}.db{end}" for name in ("collegial", "jobs") for end in ("", "-wal", "-shm")]
        for name in (SETTINGS, SECRETS, *databases):
            (folder / name).unlink(missing_ok=True)
        raise


def _tell(folder: Path, answers: Answers, questions: Questions) -> None:
    """Say what comes next, by commands that work as they stand."""
    folder, say = folder.resolve(), questions.say
    program = Path(sys.argv[0]).resolve() if Path(sys.argv[0]).name == "collegial" else Path("collegial")
    site = urlsplit(answers.public_url)
    here = site.hostname in ("127.0.0.1", "localhost") and site.port not in (None, 8000)
    serve = f"{program} serve" + (f" --port {site.port}" if here else "")
    click.echo()
    click.echo(
        say(t("The deployment is in %(folder)s. Keep %(secrets)s to yourself, and a copy of it apart.",
              folder=folder, secrets=folder / SECRETS))
    )  # fmt: skip
    click.echo(say(t("Start it:")) + f"\n  cd {folder} && {serve}")
    click.echo(say(t("Look whether all is well:")) + f"\n  cd {folder} && {program} doctor")
    click.echo(
        say(t("Then open %(address)s and ask for a code for %(email)s.",
              address=f"{answers.public_url}/sign-in", email=answers.administrator.email))
    )  # fmt: skip
    since = answers.statutes.effective_from
    if since and since > datetime.now().astimezone().date():
        click.echo(
            say(t("The statutes are in force from %(day)s on: until then nobody is admitted and nothing is convened.",
                  day=since))
        )  # fmt: skip
    if answers.mail.get("backend") == "file":
        click.echo(
            say(t("E-mails, and so the code, are written to files in %(folder)s until you set a mail server.",
                  folder=folder / "mail"))
        )  # fmt: skip
