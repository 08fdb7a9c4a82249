"""The command that lets somebody in when nobody can sign in as administrator."""

import click
from flask.cli import with_appcontext

from collegial.accounts.services import open_account
from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.web.program import current_program


@click.command()
@click.argument("address")
@with_appcontext
def administrator(address: str) -> None:
    """Open an account of an administrator for ADDRESS; its owner signs in by a code sent there."""
    program = current_program()
    try:
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("collegial administrator"))
            open_account(context, email=address, actor_id=None, roles=("administrator", "staff"))
    except DomainError as error:
        raise click.ClickException(str(error.text)) from None
    click.echo(f"{address} can sign in at {program.settings.public_url}/sign-in")


COMMANDS = (administrator,)
