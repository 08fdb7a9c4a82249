"""Invite people, give and take roles."""

from collections.abc import Collection, Mapping
from typing import Any

from collegial.accounts.models import Account
from collegial.accounts.permissions import MANAGE
from collegial.accounts.queries import account_by_email, account_of_actor
from collegial.accounts.services import end_sessions, give_by_address, give_owner, give_roles, open_account
from collegial.actors.models import Actor, ActorKind
from collegial.inviting import queries
from collegial.inviting.events import RolesTaken
from collegial.inviting.mailing import send_invitation
from collegial.inviting.rules import Changed
from collegial.kernel.errors import Invalid, Missing, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.membership.permissions import MANAGE as MANAGE_MEMBERS

LETTER, MEMBERS_LETTER = "inviting.letter", "inviting.member_letter"


def invite(
    context: Context, *, email: str, actor_id: int | None, roles: Collection[str], locale: str
) -> Account:
    """Open an account with roles, and write to its owner how to sign in.

    Raises Refused for an address or a person with an account, Invalid for an unusable address or no role.
    """
    require(context.by, MANAGE)
    if not roles:
        raise Invalid("inviting.no_role", t("Choose at least one role."), field="roles")
    account = open_account(context, email=email, actor_id=actor_id, roles=roles, locale=locale)
    promise(context.session, LETTER, {"account": account.id}, at=context.clock.now())
    return account


def set_roles(
    context: Context,
    account: Account,
    roles: Collection[str],
    *,
    actor_id: int | None = None,
    sure: bool = False,
) -> Changed:
    """Give an account these roles and no others; its sessions elsewhere end, so that the new rights hold at once.

    An account that is nobody's may be said to be somebody's.

    Raises Refused when nobody would be administrator any more, or where whoever votes for a member would no
    longer be let in to vote, unless that is meant.
    """
    require(context.by, MANAGE)
    taken = sorted({role.name for role in account.roles} - set(roles))
    _check_not_own(context, account)
    _check_administrator(context, account, taken)
    if not sure:
        _check_still_votes(context, actor_id or account.actor_id, taken)
    had = account.actor_id
    if actor_id is not None:
        give_owner(context, account, actor_id)
    given = give_roles(context, account, roles)
    if taken:
        _take(context, account, taken)
    return Changed(given=given, taken=taken, owner=account.actor_id if account.actor_id != had else None)


def _check_not_own(context: Context, account: Account) -> None:
    if account.id == context.by.account_id:
        raise Refused("inviting.own_roles", t("Another administrator changes your roles."), field="roles")


def _check_administrator(context: Context, account: Account, taken: Collection[str]) -> None:
    if "administrator" in taken and queries.is_last_administrator(context.session, account):
        raise Refused(
            "inviting.last_administrator",
            t("Nobody else is administrator: make somebody one first."),
            field="roles",
        )


def _check_still_votes(context: Context, owner: int | None, taken: Collection[str]) -> None:
    if "member" in taken and queries.votes_for_member(context.session, owner, context.today):
        raise Refused(
            "inviting.votes_as_member",
            t(
                "Whoever has this account votes as a member, or for one. Without the role Member the pages of the "
                "own assembly are shut. Tick this box if it is meant."
            ),
            field="sure",
        )


def _take(context: Context, account: Account, taken: list[str]) -> None:
    account.roles = [role for role in account.roles if role.name not in taken]
    end_sessions(context, account)
    context.emit(RolesTaken(account=account.id, roles=taken))


def account_at(context: Context, account_id: int) -> Account:
    """Return an account that is open. Raises Missing otherwise."""
    require(context.by, MANAGE)
    found = context.session.get(Account, account_id)
    if found is None or not found.active:
        raise Missing("inviting.no_account", t("There is no such account."))
    return found


def invite_members(context: Context) -> int:
    """Promise an invitation to each who votes for a member and has an address and no account; return how many."""
    require(context.by, MANAGE_MEMBERS)
    found = queries.uninvited(context.session, context.today)
    for person in found:
        promise(context.session, MEMBERS_LETTER, {"actor": person.id}, at=context.clock.now())
    return len(found)


def post_invitation(context: Context, payload: Mapping[str, Any]) -> None:
    """Write to the owner of an account that was opened for it."""
    account = context.session.get(Account, payload["account"])
    if account is not None and account.active:
        send_invitation(account.email, account.locale, is_member=False)


def post_members_invitation(context: Context, payload: Mapping[str, Any]) -> None:
    """Open the account of one member, or give the one of its address, and write to it; once."""
    person = context.session.get(Actor, payload["actor"])
    if person is None or not person.email or person.kind is not ActorKind.PERSON:
        return
    for account in give_by_address(context, [person], roles=["member"]):
        send_invitation(account.email, account.locale, is_member=True)
    if account_of_actor(context.session, person.id) or account_by_email(context.session, person.email):
        return
    account = open_account(
        context, email=person.email, actor_id=person.id, roles=["member"], locale=person.locale
    )
    send_invitation(account.email, account.locale, is_member=True)
