"""Put a list of first steps away, take it out again, and remember that the mail works."""

from contextlib import suppress

from sqlalchemy.exc import IntegrityError

from collegial.accounts.models import Account
from collegial.hosting.permissions import MANAGE
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.onboarding.models import ListPutAway, MailTrial


def put_away(context: Context, list_key: str) -> None:
    """Hide a list from the account that acts; nothing changes where that was done before."""
    require(context.by, SIGNED_IN)
    assert context.by.account_id is not None
    _hold_own_account(context)
    context.session.merge(
        ListPutAway(account_id=context.by.account_id, list_key=list_key, at=context.clock.now())
    )


def take_out_again(context: Context, list_key: str) -> None:
    """Show a list again."""
    require(context.by, SIGNED_IN)
    _hold_own_account(context)
    row = context.session.get(ListPutAway, (context.by.account_id, list_key))
    if row is not None:
        context.session.delete(row)


def note_mail_trial(context: Context) -> None:
    """Remember that the mail server took a trial just now."""
    require(context.by, MANAGE)
    with suppress(IntegrityError), context.session.begin_nested():  # another trial is noted at this moment
        context.session.merge(MailTrial(id=1, at=context.clock.now()))


def _hold_own_account(context: Context) -> None:
    """Let the same button, pressed twice at once, do its work once."""
    held_row(context.session, Account, context.by.account_id)
