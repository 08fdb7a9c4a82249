"""Say whose an account is that was opened before its person stood in the directory."""

import secrets

from collegial.accounts.codes import NONE
from collegial.accounts.events import OwnerGiven
from collegial.accounts.models import Account
from collegial.accounts.permissions import MANAGE
from collegial.accounts.queries import account_of_actor
from collegial.actors.models import Actor, ActorKind
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import hold_row
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t


def give_owner(context: Context, account: Account, person_id: int) -> None:
    """Say whose an account is that is nobody's yet; its sessions end, its tokens and tied identities go.

    Raises Refused for an account that is somebody's or closed, and for a person who has one, Invalid for an
    organisation.
    """
    require(context.by, MANAGE)
    hold_row(context.session, account)
    if not account.active or account.actor_id is not None:
        raise Refused("accounts.has_person", t("This account is somebody’s already."), field="actor")
    refuse_organisation(context.session.get(Actor, person_id))
    taken = Refused("accounts.person_taken", t("This person already has an account."), field="actor")
    if account_of_actor(context.session, person_id):
        raise taken
    with or_refuse(context.session, taken):  # another account may be given to it at this very moment
        account.actor_id = person_id
    account.keep_code(NONE)
    account.fs_uniquifier = secrets.token_hex(32)  # who was signed in signs in anew, as that person
    context.emit(OwnerGiven(account=account.id, actor=person_id))


def refuse_organisation(actor: Actor | None) -> None:
    """Raise Invalid for an organisation: whoever represents it signs in and votes for it (L6)."""
    if actor is not None and actor.kind is ActorKind.ORGANISATION:
        raise Invalid(
            "accounts.organisation",
            t("An organisation has no account of its own: the person who represents it has one."),
            field="actor",
        )
