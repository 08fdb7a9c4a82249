"""Have a long list prepared, cancel it, keep its file, and erase what was kept long enough."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO

from sqlalchemy import delete, insert

from collegial.accounts.events import AccountClosed
from collegial.accounts.models import Account
from collegial.kernel.errors import Forbidden, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.kernel.sentences import written_text
from collegial.kernel.text import Text, t
from collegial.lists import queries
from collegial.lists.events import ListAsked, ListCancelled, ListFailed, ListReady
from collegial.lists.models import LONGEST_ADDRESS, PreparedList, PreparedPart
from collegial.lists.rules import MOST_OPEN, PART

PREPARE = "lists.prepare"


@dataclass(frozen=True, kw_only=True)
class MadeFile:
    """The file of a list, and the rights on which what stands in it rests."""

    name: str
    media_type: str
    rows: int
    rights: Sequence[str]
    content: BinaryIO


def ask_for(context: Context, *, address: str, title: Text, locale: str) -> PreparedList:
    """Promise to prepare the list at an address; one that is being prepared already is returned as it is.

    Whoever calls this has seen that the address gives a list to this reader. Raises Refused while too many are under
    way.
    """
    account_id = _account(context)
    held_row(context.session, Account, account_id)  # pressed twice, it is one
    under_way = queries.open_of(context.session, account_id)
    same = next((one for one in under_way if one.address == address and one.locale == locale), None)
    if same is not None:
        return same
    _check_room(under_way, address)
    now = context.clock.now()
    one = PreparedList(
        account_id=account_id, address=address, title=written_text(title), locale=locale, asked_at=now
    )
    context.session.add(one)
    context.session.flush()
    message = promise(context.session, PREPARE, {"list": one.id}, at=now)
    context.session.flush()
    one.message_id = message.id
    context.emit(ListAsked(number=one.id, page=address.partition("?")[0]))
    return one


def _check_room(under_way: Sequence[PreparedList], address: str) -> None:
    if len(under_way) >= MOST_OPEN:
        raise Refused(
            "lists.too_many",
            t(
                "%(number)s lists are being prepared for you. Wait for one of them, or cancel it.",
                number=MOST_OPEN,
            ),
        )
    if len(address) > LONGEST_ADDRESS:
        raise Refused("lists.too_long", t("What narrows this list is too long. Look for fewer words."))


def cancel(context: Context, number: int) -> None:
    """Give up a list that is being prepared. Raises Missing for that of another, Refused once it is over."""
    one = queries.prepared(context.session, _account(context), number)
    held_row(context.session, PreparedList, number)
    if not one.is_open:
        raise Refused("lists.over", t("This list is ready, or has already been given up."))
    one.ended_at = context.clock.now()
    context.emit(ListCancelled(number=number))


def keep_file(context: Context, number: int, made: MadeFile) -> None:
    """Keep the file of a list, part by part; one that was cancelled meanwhile keeps none."""
    one = held_row(context.session, PreparedList, number)
    if one is None or not one.is_open:
        return
    size = 0
    for position, content in enumerate(_parts(made.content)):
        row = {"list_id": number, "position": position, "content": content}
        context.session.execute(insert(PreparedPart), [row])
        one.parts, size = position + 1, size + len(content)
    one.name, one.media_type, one.rows, one.size = made.name, made.media_type, made.rows, size
    one.rights, one.ready_at = sorted(made.rights), context.clock.now()
    context.emit(ListReady(number=number, rows=made.rows))


def _parts(content: BinaryIO) -> Iterator[bytes]:
    content.seek(0)
    while part := content.read(PART):
        yield part


def require_rights(context: Context, one: PreparedList) -> None:
    """Let pass who still holds every right on which a file rests; raises Forbidden."""
    if not all(context.by.may(key) for key in one.rights):
        raise Forbidden(
            "lists.right_gone",
            t("You no longer hold all the rights that this file was made with. Ask for the list again."),
        )


def give_up(context: Context, number: int, why: Text) -> None:
    """Note that a list cannot be made, and why: its right is gone, or its module."""
    one = held_row(context.session, PreparedList, number)
    if one is None or not one.is_open:
        return
    one.ended_at, one.failure = context.clock.now(), written_text(why)
    context.emit(ListFailed(number=number))


def erase_old(context: Context, *, kept_days: int) -> None:
    """Erase what was asked for long enough ago, whatever became of it."""
    old = context.clock.now() - timedelta(days=kept_days)
    context.session.execute(delete(PreparedList).where(PreparedList.asked_at < old))


def forget_account(context: Context, account_id: int) -> None:
    """Erase all that an account asked for."""
    context.session.execute(delete(PreparedList).where(PreparedList.account_id == account_id))


def on_account_closed(context: Context, closed: AccountClosed) -> None:
    """Erase what a closed account had asked for."""
    forget_account(context, closed.account)


def _account(context: Context) -> int:
    require(context.by, SIGNED_IN)
    if context.by.account_id is None:
        raise Forbidden("lists.no_account", t("Sign in first: a list is kept for an account."))
    return context.by.account_id
