"""`collegial plugins`: look at the modules, switch them, remove their data."""

import sys
from collections.abc import Iterator
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
from collegial.modules import queries
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
            state = _state(program.host, session, name)
            click.echo(f"{name}\t{plugin.meta.version}\t{state}\t{plugin.origin}")
    for broken in program.host.broken:
        click.echo(f"{broken.name}\t-\tbroken\t{broken.reason}")


@plugins.command()
@click.argument("name")
@with_appcontext
def show(name: str) -> None:
    """Show one plugin: its state, what it adds, what it holds, what rests on it."""
    program = current_program()
    for broken in program.host.broken:
        if broken.name == name:
            click.echo(f"{name} is broken: {broken.reason}\ninstalled from: {broken.origin}")
            sys.exit(1)
    with program.database.reading() as session:
        try:
            module = queries.module(
                program.host, session, program_viewer(CLERK), name, program.clock.now().date()
            )
        except DomainError as error:
            _refuse(error)
        _print(module, _state(program.host, session, name))


def _print(module: queries.Module, state: str) -> None:
    meta = module.meta
    click.echo(f"{meta.name} {meta.version}: {meta.summary}")
    click.echo(f"state: {state}")
    click.echo(f"installed from: {module.origin}")
    click.echo(f"written for the plugin API: {meta.api}")
    for label, words in (("offers", meta.provides), ("needs", (*meta.requires, *meta.depends))):
        click.echo(f"{label}: {', '.join(words) or '-'}")
    click.echo(f"hooks: {', '.join(module.hooks) or '-'}")
    for one in module.sections:
        click.echo(
            f"settings: {one.key}{' (cannot be read: save them again)' if one.key in module.unreadable else ''}"
        )
    for held in module.held:
        click.echo(f"table: {held.table}, {'not made yet' if held.rows is None else f'{held.rows} rows'}")
    for use in module.uses:
        click.echo(f"in use: {use}")
    for text in module.deprecated:
        click.echo(f"deprecated: {text}")
    if module.failure:
        click.echo(f"its tables could not be upgraded: {module.failure}")


@plugins.command()
@click.argument("name")
@with_appcontext
def enable(name: str) -> None:
    """Switch a plugin on, in every process at once."""
    program = current_program()
    with _act(program) as context:
        services.enable_plugin(context, program.host, name)
    click.echo(f"{name} is on.")


@plugins.command()
@click.argument("name")
@click.option("--despite-use", is_flag=True, help="Even if something rests on it; `plugins show` says what.")
@with_appcontext
def disable(name: str, *, despite_use: bool) -> None:
    """Switch a plugin off, in every process at once; its data stay."""
    program = current_program()
    with _act(program) as context:
        services.disable_plugin(context, program.host, name, despite_use=despite_use)
    click.echo(f"{name} is off. Its data stay.")


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
        raise click.ClickException(f"{path} is there already; name a new file.")
    if not yes:
        click.confirm(f"Remove all data of {name} for good, after writing them to {path}?", abort=True)
    with _act(program) as context:
        rows = purge_plugin(context, program.host, name, lambda: _new_file(path), despite_use=despite_use)
    click.echo(f"{rows} rows of {name} are in {path}, and in the database no more.")


def _new_file(path: Path) -> TextIO:
    return path.open("x", encoding="utf-8")


def _state(host: Host, session: Session, name: str) -> str:
    if name in failed_upgrades(session):
        return "failed, its tables could not be upgraded"
    if name not in active_names(session):
        return "off"
    if name in host.behind(session):
        return "on, does nothing: its tables are not up to date, run collegial db upgrade"
    lacking = host.lacking(session, name)
    if lacking:
        return f"on, does nothing for want of {', '.join(lacking)}"
    return "on, set aside" if host.is_set_aside(session, name) else "on"


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
        click.echo(f"in use: {use}", err=True)
    raise click.ClickException(str(error.text))


COMMANDS = (plugins,)
