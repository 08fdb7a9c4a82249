"""The command that lets somebody in when nobody can sign in as administrator."""

import click
from flask.cli import with_appcontext

from collegial.accounts.queries import account_by_email
from collegial.accounts.services import give_roles, open_account
from collegial.kernel.errors import DomainError
from collegial.kernel.events import Context
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import Text, t
from collegial.terminal.speech import Failure, tell
from collegial.web.program import current_program

_ROLES = ("administrator", "staff")


@click.command()
@click.argument("address")
@with_appcontext
def administrator(address: str) -> None:
    """Make the owner of ADDRESS an administrator, with a new account where there is none.

    Its owner signs in by a code sent there, or as before. The journal keeps who was made one, and that it was done by
    this command.
    """
    program = current_program()
    try:
        with program.database.unit_of_work() as session:
            context = program.context(session, program_viewer("collegial administrator"))
            said = _made(context, address)
    except DomainError as error:
        raise Failure(error.text) from None
    tell(said)
    site = f"{program.settings.public_url}/sign-in"
    tell(t("%(address)s can sign in at %(site)s", address=address, site=site))


def _made(context: Context, address: str) -> Text:
    """Open an account, or give the roles to the one that is there; return what was done."""
    account = account_by_email(context.session, address.strip().lower())
    if account is None:
        open_account(context, email=address, actor_id=None, roles=_ROLES)
        return t("A new account was opened.")
    if not give_roles(context, account, _ROLES):
        return t("This account is an administrator's already. Nothing was changed.")
    return t("The address has an account already: it is now an administrator's too, and keeps all it had.")


COMMANDS = (administrator,)
