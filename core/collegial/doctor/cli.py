"""The commands `doctor`, `config check` and `overrides`."""

import json
import sys
from collections.abc import Sequence

import click
from jinja2 import TemplateNotFound
from structlog.testing import capture_logs

from collegial import __version__
from collegial.app import create_app
from collegial.config import ConfigError, Settings, UnreadableSettings, load_settings
from collegial.doctor.calls import look_at_calls
from collegial.doctor.findings import Finding, Gravity, fine, gravest, wrong
from collegial.doctor.machine import database_file, look_at_machine
from collegial.doctor.overrides import known_documents, look_at_overrides
from collegial.doctor.reached import missing_file
from collegial.doctor.records import look_at_database
from collegial.doctor.settings import look_at_settings
from collegial.hosting.checks import DuplicateKey
from collegial.kernel.text import Text, pt, t
from collegial.terminal.speech import Failure, say, tell
from collegial.web.own.templates import FOLDER, OwnTemplates, head_of
from collegial.web.program import Program

_SIGNS = {
    Gravity.FINE: pt("finding", "ok"),
    Gravity.WARNING: pt("finding", "warning"),
    Gravity.WRONG: pt("finding", "WRONG"),
}
_WIDTH = 14  # of the longest sign in any language, and a space
_ABOUT = {
    "accounts": t("accounts"),
    "attendance": t("attendance"),
    "backup": t("backup"),
    "clock": t("clock"),
    "clock_setting": t("setting of the clock"),
    "database": t("database"),
    "disk": t("disk"),
    "folders": t("folders"),
    "journal": t("journal"),
    "mail": t("mail"),
    "modules": t("modules"),
    "overrides": t("texts and pages of its own"),
    "proxy": t("proxy"),
    "secrets": t("secrets"),
    "settings": t("settings"),
    "statutes": t("statutes"),
    "tables": t("tables"),
    "work": t("promised work"),
}
_PUT_BACK = t(
    "Put the secrets.toml that was kept apart beside pays.toml again (chmod 600). Only where it is "
    "lost make new ones: "
    "they end all sessions, links and second factors."
)
_READABLE = t(
    "Run it as the account that runs the program (runuser -u collegial -- …), or give the file to it:"
    " chown, chmod 600."
)
_CORRECT = t("Correct pays.toml or secrets.toml; docs/operator.md lists every setting.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
@click.option("--offline", is_flag=True, help="Do not call the mail server or the public address.")
@click.option("--quiet", is_flag=True, help="Only what is not fine.")
def doctor(*, as_json: bool, offline: bool, quiet: bool) -> None:
    """Explain everything that is wrong with this deployment, and what to do.

    Exit code 0: all is fine. 1: something should be looked at. 2: something is wrong.
    """
    with capture_logs():  # each finding says in one line what the log says in a hundred
        findings = examine(network=not offline)
    _answer(findings, as_json=as_json, quiet=quiet)


def examine(*, network: bool) -> list[Finding]:
    """Look at all there is; where the settings cannot be used, only at them."""
    try:
        settings = load_settings()
    except ConfigError as error:
        return _unusable(error)
    return [
        *look_at_settings(settings),
        *look_at_machine(settings),
        *(look_at_calls(settings) if network else ()),
        *_look_inside(settings),
    ]


def _unusable(error: ConfigError) -> list[Finding]:
    unread = isinstance(error, UnreadableSettings)
    return [wrong("settings", one, _READABLE if unread else advice_on(one)) for one in error.faults]


def advice_on(fault: Text | str) -> Text:
    """Return what to do about a setting that cannot be used."""
    return _PUT_BACK if "setting secrets." in str(fault) else _CORRECT


def _look_inside(settings: Settings) -> list[Finding]:
    file = database_file(settings)
    if file is not None and (gone := list(missing_file(file))):
        return gone
    try:
        app = create_app(settings)
    except DuplicateKey as error:
        return [wrong("modules", str(error), t("The program does not start before that is done."))]
    program: Program = app.extensions["collegial"]
    try:
        with app.app_context():
            return [*look_at_database(program), *look_at_overrides(app, settings, program.host)]
    finally:
        program.database.close()


@click.group()
def config() -> None:
    """Look at the settings."""


@config.command("check")
@click.option("--json", "as_json", is_flag=True, help="For other programs.")
def check_config(*, as_json: bool) -> None:
    """Check every name and value of pays.toml and secrets.toml; exit 2 when one cannot be used."""
    try:
        settings = load_settings()
        findings = [
            fine(
                "settings",
                t("%(folder)s: every name is known, every value can be used", folder=settings.folder),
            )
        ]
    except ConfigError as error:
        findings = _unusable(error)
    _answer(findings, as_json=as_json, quiet=False)


@click.group()
def overrides() -> None:
    """Templates of pages that this deployment shows otherwise."""


@overrides.command("list")
def list_overrides() -> None:
    """List the templates of this deployment, and the names that documents may have."""
    app = create_app(load_settings())
    own: OwnTemplates = app.extensions["collegial.templates"]
    for name in own.used:
        state = t("its original has changed") if name in own.outdated() else pt("template", "used")
        click.echo(f"{FOLDER}/{name}\t{say(state)}")
    for one in own.aside:
        unused = t("not used: %(problem)s", problem=one.problem)
        click.echo(f"{one.place}\t{say(unused)}")
    program: Program = app.extensions["collegial"]
    tell(t("Documents: %(names)s", names=", ".join(f"{one}.typ" for one in known_documents(program.host))))
    program.database.close()


@overrides.command("show")
@click.argument("name")
def show_shipped(name: str) -> None:
    """Print the shipped template of a name, such as web/home.html."""
    _, source = _shipped(name)
    click.echo(source)


@overrides.command("copy")
@click.argument("name")
def copy_shipped(name: str) -> None:
    """Copy a shipped template into the folder `templates`, to be changed there."""
    own, source = _shipped(name)
    target = own.folder / name
    if target.exists():
        raise Failure(t("%(path)s is there already; nothing was changed.", path=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(head_of(__version__, source) + source, encoding="utf-8")
    tell(
        t(
            "%(path)s is used from the next start on. `collegial doctor` says when its original changes.",
            path=target,
        )
    )


def _shipped(name: str) -> tuple[OwnTemplates, str]:
    app = create_app(load_settings())
    own: OwnTemplates = app.extensions["collegial.templates"]
    try:
        return own, own.source(name)
    except TemplateNotFound:
        raise Failure(t("There is no template %(name)s.", name=name)) from None


def _answer(findings: Sequence[Finding], *, as_json: bool, quiet: bool) -> None:
    """Print the findings, and end with the code of the gravest."""
    worst = gravest(findings)
    if as_json:
        shown = {"gravity": worst.name.lower(), "findings": [one.record() for one in findings]}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for one in findings:
            if one.gravity or not quiet:
                _print(one)
    sys.exit(int(worst))


def _print(one: Finding) -> None:
    sign = say(_SIGNS[one.gravity])
    line = t("%(about)s: %(found)s", about=_ABOUT.get(one.about, one.about), found=one.found)
    click.echo(f"{sign:<{_WIDTH}}{say(line)}")
    if one.advice:
        click.echo(f"{'':<{_WIDTH}}-> {say(one.advice)}")


COMMANDS = (doctor, config, overrides)
