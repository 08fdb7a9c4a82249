"""`collegial plugins`: look at the modules, switch them, remove their data."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TextIO

import click
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from collegial.hosting import services
from collegial.hosting.activation import active_names, failed_upgrades
from collegial.hosting.host import Host
from collegial.hosting.purging import purge_plugin
from collegial.hosting.services import InUse
from collegial.kernel.errors import DomainError
from collegial.kernel.events import Context
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import Text, nt, pt, t
from collegial.modules import queries
from collegial.terminal.speech import Failure, say, tell
from collegial.web.program import Program, current_program

CLERK = "collegial plugins"


@click.group()
def plugins() -> None:
    """Look after the plugins."""


@plugins.command("list")
@with_appcontext
def list_plugins() -> None:
    """List the plugins, whether they are on, and what is wrong with those that are broken."""
    program = current_program()
    with program.database.reading() as session:
        for name, plugin in sorted(program.host.loaded.items()):
            state = say(_state(program.host, session, name))
            click.echo(f"{name}\t{plugin.meta.version}\t{state}\t{plugin.origin}")
    state = say(t("broken"))
    for broken in program.host.broken:
        click.echo(f"{broken.name}\t-\t{state}\t{broken.reason}")


@plugins.command()
@click.argument("name")
@with_appcontext
def show(name: str) -> None:
    """Show one plugin: its state, what it adds, what it holds, what rests on it."""
    program = current_program()
    for broken in program.host.broken:
        if broken.name == name:
            tell(t("%(name)s is broken: %(reason)s", name=name, reason=broken.reason))
            tell(t("installed from: %(origin)s", origin=broken.origin))
            sys.exit(1)
    with program.database.reading() as session:
        try:
            module = queries.module(
                program.host, session, program_viewer(CLERK), name, program.clock.now().date()
            )
        except DomainError as error:
            _refuse(error)
        _print(module, _state(program.host, session, name))


def _print(module: queries.Module, state: Text) -> None:
    meta = module.meta
    click.echo(f"{meta.name} {meta.version}: {say(meta.summary)}")
    tell(t("state: %(state)s", state=state))
    tell(t("installed from: %(origin)s", origin=module.origin))
    tell(t("written for the plugin API: %(version)s", version=meta.api))
    tell(t("offers: %(names)s", names=_listed(meta.provides)))
    tell(t("needs: %(names)s", names=_listed((*meta.requires, *meta.depends))))
    tell(t("hooks: %(names)s", names=_listed(module.hooks)))
    for one in module.sections:
        unreadable = t("settings: %(key)s (cannot be read: save them again)", key=one.key)
        tell(unreadable if one.key in module.unreadable else t("settings: %(key)s", key=one.key))
    for held in module.held:
        tell(_held(held.table, held.rows))
    for use in module.uses:
        tell(t("in use: %(what)s", what=use))
    for text in module.deprecated:
        tell(t("deprecated: %(what)s", what=text))
    if module.failure:
        tell(t("its tables could not be upgraded: %(error)s", error=module.failure))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "-"


def _held(table: str, rows: int | None) -> Text:
    if rows is None:
        return t("table: %(table)s, not made yet", table=table)
    return nt("table: %(table)s, %(count)d row", "table: %(table)s, %(count)d rows", rows, table=table)


@plugins.command()
@click.argument("name")
@with_appcontext
def enable(name: str) -> None:
    """Switch a plugin on, in every process at once."""
    program = current_program()
    with _act(program) as context:
        services.enable_plugin(context, program.host, name)
    tell(t("%(name)s is on.", name=name))


@plugins.command()
@click.argument("name")
@click.option("--despite-use", is_flag=True, help="Even if something rests on it; `plugins show` says what.")
@with_appcontext
def disable(name: str, *, despite_use: bool) -> None:
    """Switch a plugin off, in every process at once; its data stay."""
    program = current_program()
    with _act(program) as context:
        services.disable_plugin(context, program.host, name, despite_use=despite_use)
    tell(t("%(name)s is off. Its data stay.", name=name))


@plugins.command()
@click.argument("name")
@click.option(
    "--dump", "path", type=click.Path(path_type=Path), required=True, help="A new file, written first."
)
@click.option("--despite-use", is_flag=True, help="Even if something rests on it; `plugins show` says what.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def purge(name: str, path: Path, *, despite_use: bool, yes: bool) -> None:
    """Remove all data of a plugin that is off, for good, after writing them to a file."""
    program = current_program()
    if path.exists():
        raise Failure(t("%(path)s is there already; name a new file.", path=path))
    if not yes:
        asked = t(
            "Remove all data of %(name)s for good, after writing them to %(path)s?", name=name, path=path
        )
        click.confirm(say(asked), abort=True)
    with _act(program) as context:
        rows = purge_plugin(context, program.host, name, lambda: _new_file(path), despite_use=despite_use)
    tell(
        nt(
            "%(count)d row of %(name)s is in %(path)s, and no longer in the database.",
            "%(count)d rows of %(name)s are in %(path)s, and no longer in the database.",
            rows, name=name, path=path,
        )
    )  # fmt: skip


def _new_file(path: Path) -> TextIO:
    return path.open("x", encoding="utf-8")


def _state(host: Host, session: Session, name: str) -> Text:
    if name in failed_upgrades(session):
        return t("failed, its tables could not be upgraded")
    if name not in active_names(session):
        return pt("module", "off")
    if name in host.behind(session):
        return t("on, does nothing: its tables are not up to date, run collegial db upgrade")
    lacking = host.lacking(session, name)
    if lacking:
        return t("on, does nothing for want of %(names)s", names=", ".join(lacking))
    return t("on, set aside") if host.is_set_aside(session, name) else pt("module", "on")


@contextmanager
def _act(program: Program) -> Iterator[Context]:
    """Give what a service needs, as the program; say a refusal in words, with exit code 1."""
    try:
        with program.database.unit_of_work() as session:
            yield program.context(session, program_viewer(CLERK))
    except DomainError as error:
        _refuse(error)


def _refuse(error: DomainError) -> NoReturn:
    for use in error.uses if isinstance(error, InUse) else ():
        tell(t("in use: %(what)s", what=use), err=True)
    raise Failure(error.text)


COMMANDS = (plugins,)
