"""The command that lets somebody start anew who lost phone and recovery codes, when no administrator can."""

import click
from flask.cli import with_appcontext

from collegial.accounts.queries import account_by_email
from collegial.kernel.errors import DomainError
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import t
from collegial.terminal.speech import Failure, tell
from collegial.two_factors.services import reset
from collegial.web.program import current_program


@click.command("reset-second-factor")
@click.argument("address")
@with_appcontext
def reset_second_factor(address: str) -> None:
    """Take away app, recovery codes and passkeys of the owner of ADDRESS, who then signs in by mail.

    Recognise the person before: by voice, or face to face. The journal keeps that it was done by this command.
    """
    program = current_program()
    try:
        with program.database.unit_of_work() as session:
            account = account_by_email(session, address)
            if account is None:
                raise Failure(t("No account has this address."))
            reset(program.context(session, program_viewer("collegial reset-second-factor")), account.id)
    except DomainError as error:
        raise Failure(error.text) from None
    tell(t("Done: all sessions have ended. The next sign-in by mail leads to a new second factor."))


COMMANDS = (reset_second_factor,)
