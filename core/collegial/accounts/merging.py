"""What an account does when its actor changes: it goes with the one that is kept, and reads in its language."""

from collegial.accounts.models import Account
from collegial.accounts.queries import account_of_actor
from collegial.actors.events import ActorEdited, ActorsMerged
from collegial.actors.models import Actor
from collegial.actors.services import give_to_kept
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t


def on_actors_merged(context: Context, merged: ActorsMerged) -> None:
    """Give the account; raises Refused when both sign in, for nobody can say which account is to stay."""
    both = [account_of_actor(context.session, one) for one in (merged.kept, merged.dropped)]
    if all(both):
        raise Refused(
            "accounts.both_sign_in",
            t("Both have an account. Close the one that is no longer used, then merge."),
        )
    give_to_kept(context, merged, Account.actor_id)


def follow_language(context: Context, edited: ActorEdited) -> None:
    """Let an account read in the language that the directory now says of its actor."""
    account = account_of_actor(context.session, edited.actor) if "locale" in edited.facts else None
    if account is not None:
        account.locale = context.session.get_one(Actor, edited.actor).locale
