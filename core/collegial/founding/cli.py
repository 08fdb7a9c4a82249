"""The command `collegial init`: ask, write the folder, make the tables, fill them, say what comes next."""

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from collegial.app import build_host, create_app
from collegial.config import ConfigError, load_settings
from collegial.config_checks import ACCENTS, LANGUAGES, accent_faults, database_faults, language_faults
from collegial.features import FEATURES
from collegial.founding.answers import EMAIL, SITE, Answers, UnusableAnswers, parse_answers, read_answers
from collegial.founding.filling import PIPELINES, check_names, fill, pipeline_presets, statutes_presets
from collegial.founding.folder import SECRETS, SETTINGS, write_folder
from collegial.hosting.discovery import installed
from collegial.hosting.host import Host
from collegial.hosting.migrations import upgrade
from collegial.kernel.errors import DomainError
from collegial.kernel.folding import folded_text
from collegial.kernel.permissions import program as program_viewer
from collegial.sample.services import add_sample
from collegial.web.program import Program

_NONE = "none"


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option(
    "--answers", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file with the answers; nothing is asked then.",
)  # fmt: skip
@click.option("--sample", is_flag=True, help="Add sample data to try things with; it goes at one click.")
def init(folder: Path, file: Path | None, *, sample: bool) -> None:
    """Make a new deployment in FOLDER: settings, secrets, tables, the first account, the modules."""
    if any((folder / name).exists() for name in (SETTINGS, SECRETS, "collegial.db")):
        raise click.ClickException(f"{folder} holds a deployment already; nothing was changed.")
    try:
        answers = read_answers(file) if file else parse_answers(_ask(Host(FEATURES, installed())))
        _make(folder, answers, beside=file.parent if file else Path.cwd(), sample=sample)
    except (UnusableAnswers, ConfigError) as error:
        raise click.ClickException(f"The answers cannot be used.\n{error}") from None
    except DomainError as error:
        raise click.ClickException(str(error.text)) from None
    _tell(folder, answers)


def _make(folder: Path, answers: Answers, *, beside: Path, sample: bool) -> None:
    """Make everything, or leave nothing: the files go again when the database cannot be filled."""
    settings_path = write_folder(folder, answers, beside=beside)
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
                fill(context, program.host, answers, beside=beside)
                if sample:
                    add_sample(context)
        finally:
            program.database.close()
    except BaseException:
        databases = [f"{name}.db{end}" for name in ("collegial", "jobs") for end in ("", "-wal", "-shm")]
        for name in (SETTINGS, SECRETS, *databases):
            (folder / name).unlink(missing_ok=True)
        raise


def _ask(host: Host) -> dict[str, Any]:
    """Ask for what a deployment cannot do without; everything else has a default to change later."""
    click.echo("A few questions; each answer can be changed later in pays.toml or on the site.\n")
    pays, email = (
        _ask_identity(),
        click.prompt("E-mail address of the first administrator", value_proc=_address),
    )
    public_url = click.prompt("Address of the site", default="http://127.0.0.1:8000", value_proc=_site)
    smtp = click.prompt("SMTP server (empty: mails are written to files)", default="", show_default=False)
    return {
        "pays": pays | {"contact_email": email},
        "administrator": {"email": email},
        "public_url": public_url,
        "database_url": _ask_database(),
        "mail": {"host": smtp, "sender": email} if smtp else {"backend": "file", "sender": email},
        "statutes": _ask_statutes(statutes_presets(host)),
        "pipeline": {"preset": _ask_preset("Stages of proposals", pipeline_presets(host), PIPELINES[0])},
        "priorities": _ask_things("Priorities", "short"),
        "missions": _ask_things("Missions", "short"),
        "families": _ask_things("Families of actors", ""),
        "plugins": _chosen_plugins(host),
    }


def _ask_identity() -> dict[str, Any]:
    name = click.prompt("Name of the Pays or of its cooperative")
    short_name = click.prompt("Short name, for phones and the subjects of mails", default=name[:30])
    languages = click.prompt(
        "Languages, the first is the default", default=",".join(LANGUAGES), value_proc=_languages
    )
    accent = click.prompt(
        f"Colour: {', '.join(ACCENTS)}, or one such as #135a75", default=ACCENTS[0],
        value_proc=lambda typed: _without(typed.strip(), accent_faults(typed.strip())),
    )  # fmt: skip
    return {"name": name, "short_name": short_name, "languages": languages, "accent": accent}


def _ask_database() -> str:
    """Ask for a server's address; empty keeps the embedded database."""
    question = "Database (empty: SQLite in this folder; or postgresql+psycopg://user:password@host/name)"
    written: str = click.prompt(
        question, default="", show_default=False,
        value_proc=lambda typed: _without(typed.strip(), database_faults(typed.strip())),
    )  # fmt: skip
    return written


def _address(typed: str) -> str:
    return _without(typed, () if re.fullmatch(EMAIL, typed) else ["This is not an e-mail address."])


def _site(typed: str) -> str:
    written = typed.strip().rstrip("/")
    return _without(
        written, () if re.fullmatch(SITE, written) else ["Write an address such as https://pole.example.org."]
    )


def _languages(typed: str) -> list[str]:
    chosen = [one.strip() for one in typed.split(",") if one.strip()]
    _without(typed, language_faults(chosen))
    return chosen


def _without(typed: str, faults: Iterable[str]) -> str:
    """Return what was typed where nothing is wrong with it; else the question is asked again."""
    for one in faults:
        raise click.UsageError(one)
    return typed


def _ask_statutes(presets: Iterable[str]) -> dict[str, Any]:
    """Ask for the statutes, and since when they hold: members are admitted under those of their day."""
    chosen = _ask_preset("Statutes to start with", presets, _NONE)
    if not chosen:
        return {}
    since: datetime = click.prompt(
        "In force since", type=click.DateTime(["%Y-%m-%d"]), default=f"{datetime.now().astimezone():%Y-%m-%d}"
    )
    return {"preset": chosen, "effective_from": since.date()}


def _ask_preset(question: str, known: Iterable[str], default: str) -> str:
    chosen: str = click.prompt(question, type=click.Choice([*known, _NONE]), default=default)
    return "" if chosen == _NONE else chosen


def _ask_things(what: str, short: str) -> list[dict[str, str]]:
    """Ask for names with commas between them; each gets a key, and a short name where it has one."""
    written = click.prompt(f"{what}, with commas between (empty: later)", default="", show_default=False)
    labels = [one.strip() for one in written.split(",") if one.strip()]
    return [
        {"key": _key(label, number), "label": label} | ({short: label[:60]} if short else {})
        for number, label in enumerate(labels, start=1)
    ]


def _key(label: str, number: int) -> str:
    plain = folded_text(label) or ""
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:30]
    return f"{words}-{number}" if words[:1].isalpha() else f"n{number}"


def _chosen_plugins(host: Host) -> list[str]:
    return [
        name
        for name, one in sorted(host.loaded.items())
        if click.confirm(f"Switch on “{name}” ({one.meta.summary})", default=True)
    ]


def _tell(folder: Path, answers: Answers) -> None:
    folder = folder.resolve()
    click.echo(f"The deployment is in {folder}. Keep {folder / SECRETS} to yourself, and a copy of it apart.")
    click.echo(f"Start it:  cd {folder} && collegial serve")
    click.echo("Look whether all is well:  collegial doctor")
    click.echo(
        f"Then open {answers.public_url}/sign-in and ask for a code for {answers.administrator.email}."
    )
    if answers.mail.get("backend") == "file":
        click.echo(
            f"Mails, and so the code, are written to files in {folder / 'mail'} until you set a mail server."
        )
