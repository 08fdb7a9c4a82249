"""The command `collegial`: the core's own commands, and those that features and plugins offer."""

import sys
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import click
from babel.support import NullTranslations
from flask.cli import ScriptInfo, with_appcontext
from sqlalchemy.exc import OperationalError

from collegial import __version__
from collegial.app import build_host, create_app
from collegial.backups.cli import COMMANDS as BACKUPS
from collegial.config import ConfigError, load_settings
from collegial.demonstration import demo
from collegial.doctor.cli import COMMANDS as DOCTOR
from collegial.features import FEATURES
from collegial.founding.cli import init
from collegial.hooks.contracts import TranslationSource
from collegial.hosting import migrations
from collegial.hosting.checks import DuplicateKey
from collegial.hosting.discovery import installed
from collegial.hosting.host import Host
from collegial.hosting.loading import CORE
from collegial.kernel.database import Database
from collegial.kernel.disks import OF_DISKS, problem_of
from collegial.kernel.errors import DomainError
from collegial.kernel.locator import locate
from collegial.kernel.text import Text, nt, t
from collegial.modules.cli import plugins
from collegial.serving import (
    promise_periodic,
    require_free,
    serve_by_granian,
    serve_forever,
    work_forever,
    work_on_call,
)
from collegial.terminal.commands import spoken
from collegial.terminal.language import language_asked, language_here
from collegial.terminal.speech import Failure, say, speaking, tell
from collegial.testing.conformance import check_plugin
from collegial.web.languages import MergedDomain
from collegial.web.program import current_program


class Platform(click.Group):
    """The core's commands, then what features offer; a plugin's stand under the plugin's name."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, with the help of every command in the language of the terminal."""
        return super(Platform, spoken(self)).main(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return every command by name."""
        return sorted({*super().list_commands(ctx), *self._offered})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command of ours, or one that is offered."""
        offered = self._offered.get(cmd_name)
        return super().get_command(ctx, cmd_name) or (offered and spoken(offered))

    @cached_property
    def _offered(self) -> dict[str, click.Command]:
        offered: dict[str, click.Command] = {}
        for owner, command in Host(FEATURES, installed()).declared("cli_commands"):
            if owner == CORE:
                offered[command.name] = command
                continue
            group = offered.setdefault(owner, click.Group(owner, help="Commands of this module."))
            assert isinstance(group, click.Group)
            group.add_command(command)
        return offered


@click.group(cls=Platform, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="collegial")
@click.pass_context
def collegial(ctx: click.Context) -> None:
    """Run the governance of a cooperative of collective interest."""
    ctx.obj = ScriptInfo(create_app=create_app)


for one in (demo, init, *BACKUPS, *DOCTOR):
    collegial.add_command(one)


@collegial.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, help="That of a public_url on this machine, else 8000, unless given.")
@click.option("--socket", type=click.Path(path_type=Path), help="A socket file instead of a port.")
@click.option("--workers", type=int, help="Processes; as many as serving.workers says unless given.")
@click.option("--jobs/--no-jobs", default=True, help="Leave the promised work to `collegial worker`.")
@click.option("--server", type=click.Choice(("gunicorn", "granian")), default="gunicorn", show_default=True)
def serve(
    host: str, port: int | None, socket: Path | None, workers: int | None, server: str, *, jobs: bool
) -> None:
    """Serve the pages, and do the promised work in the background."""
    if socket and server == "granian":
        raise Failure(t("granian is given --host and --port here, no socket file."))
    settings = load_settings()
    number = workers or settings.serving.workers
    port = port if port is not None else settings.local_port or 8000
    if not socket:
        taken = t(
            "Port %(port)d is taken: this program or another already listens there. Stop it, or give another one by "
            "--port, or in public_url of pays.toml.", port=port,
        )  # fmt: skip
        require_free(host, port, else_say=taken)
    if server == "gunicorn":
        bind = f"unix:{socket}" if socket else f"{host}:{port}"
        serve_forever(settings, bind=bind, workers=number, works=jobs)
    elif find_spec("granian") is None:
        raise Failure(t("granian is not installed: pip install 'collegial[granian]'"))
    else:
        serve_by_granian(settings, host=host, port=port, workers=number)


@collegial.command()
@click.option("--once", is_flag=True, help="Do what is due and stop.")
@with_appcontext
def work(*, once: bool) -> None:
    """Do the promised work: mails, and what happens after a commit."""
    promise_periodic(current_program())
    click.echo(work_forever(create_app(), once=once))


@collegial.command()
@click.option("--threads", type=int, help="How much is done at once; as jobs.threads says unless given.")
def worker(threads: int | None) -> None:
    """Do the promised work as soon as it is promised; run as many of these as are needed, on any machine."""
    settings = load_settings()
    work_on_call(settings, threads=threads or settings.jobs.threads)


@collegial.group()
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the tables of the core and of every plugin to their newest form."""
    settings = load_settings()
    host = build_host(settings)
    failed = migrations.upgrade(settings.database_url, host)
    for one in failed:
        tell(
            t(
                "%(module)s: its migration failed and was undone: %(error)s",
                module=one.owner,
                error=one.error,
            ),
            err=True,
        )
    _tell_of_those_left(settings.database_url, host)
    if failed:
        sys.exit(1)
    tell(t("The database is up to date."))


def _tell_of_those_left(database_url: str, host: Host) -> None:
    """Say whose tables nobody looks after: their module is not installed, or cannot be used."""
    database = Database(database_url)
    try:
        left = migrations.revisions_left(database, host)
    finally:
        database.close()
    if left:
        tell(
            t(
                "The tables of %(names)s stay as they are: no such module is installed, or it cannot be used. Install"
                " it again, or leave them out when a backup is restored (--without).",
                names=", ".join(sorted(left)),
            ),
            err=True,
        )


@db.command("check")
@with_appcontext
def check() -> None:
    """Say whether the tables are up to date; exit 1 when they are not."""
    program = current_program()
    behind = migrations.behind(program.database, program.host)
    if behind:
        names = ", ".join(behind)
        tell(t("Not up to date: %(names)s. Run `collegial db upgrade`.", names=names), err=True)
        sys.exit(1)
    tell(t("The database is up to date."))


@db.command("revision")
@click.argument("owner")
@click.option("-m", "--message", required=True, help="What it does, in a few words.")
@click.option(
    "--url", help="A database that is up to date, to compare with; that of the deployment unless said."
)
def revision(owner: str, message: str, url: str | None) -> None:
    """Write a revision of OWNER, a plugin or the core, from what its models say and the database does not.

    For developers: read what it wrote before you run it.
    """
    host = Host(FEATURES, installed())
    if owner not in {one.name for one in migrations.owners(host)}:
        names = ", ".join(sorted(host.loaded))
        raise Failure(
            t("%(owner)s has no migrations; plugins that have: %(names)s", owner=owner, names=names)
        )
    migrations.revise(url or load_settings().database_url, host, owner, message)


@plugins.command("check")
@click.argument("name")
def check_installed(name: str) -> None:
    """Check that an installed plugin keeps to all that is asked; exit 1 with every fault when it does not."""
    found = [one for one in installed() if one.name == name]
    if not found:
        raise Failure(t("No plugin called %(name)s is installed.", name=name))
    try:
        faults = check_plugin(found[0].load())
    except ImportError as error:
        faults = [say(t("It cannot be imported: %(error)s", error=error))]
    for one in faults:
        click.echo(one)
    found_there = nt("%(name)s: %(count)d fault.", "%(name)s: %(count)d faults.", len(faults), name=name)
    tell(found_there if faults else t("%(name)s: no fault found.", name=name))
    sys.exit(1 if faults else 0)


def main() -> None:
    """Run the command; what a person can correct is said in one line: settings with exit code 2, acts with 1."""
    with speaking(language_asked(sys.argv[1:]) or language_here(), catalogue):
        try:
            collegial()
        except ConfigError as error:
            click.echo(f"collegial: {chr(10).join(map(say, error.faults))}", err=True)
            sys.exit(2)
        except DuplicateKey as error:
            click.echo(f"collegial: {error}", err=True)
            sys.exit(2)
        except DomainError as error:
            click.echo(f"collegial: {say(error.text)}", err=True)
            sys.exit(1)
        except OperationalError as error:
            said = t(
                "The database cannot be reached or used: %(error)s", error=str(error.orig).splitlines()[0]
            )
            _end(said)
        except OSError as error:
            if error.errno not in OF_DISKS:
                raise
            place = error.filename or Path.cwd()
            _end(t("%(place)s cannot be used: %(problem)s.", place=place, problem=problem_of(error)))


def _end(said: Text) -> NoReturn:
    more = t("`collegial doctor` says more.")
    click.echo(f"collegial: {say(said)}\n{say(more)}", err=True)
    sys.exit(1)


def catalogue(language: str) -> NullTranslations:
    """Return the texts of all that is installed, as pages have them."""
    plugins_ = [source for _, source in Host(FEATURES, installed()).declared("translations")]
    return MergedDomain([*plugins_, TranslationSource(folder=locate("translations"))]).catalogue(language)
