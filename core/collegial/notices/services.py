"""Tell people, note what they read, and keep how they want to hear."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, or_, update

from collegial.accounts.events import AccountClosed
from collegial.accounts.models import Account
from collegial.hooks.noticing import NoticeKind, NoticeWay
from collegial.kernel.errors import Forbidden, Invalid
from collegial.kernel.events import Context, Event
from collegial.kernel.holding import held_row
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import SIGNED_IN, require
from collegial.kernel.sentences import written_text
from collegial.kernel.text import t
from collegial.notices import queries
from collegial.notices.models import Notice, NoticeChoice
from collegial.notices.rules import KEPT, KEPT_READ

MAIL = "notices.mail"
DIGESTS = (NoticeWay.DAILY, NoticeWay.WEEKLY)
_AT_A_TIME = 500


def tell(context: Context, kind: NoticeKind, event: Event) -> None:
    """Tell everyone whom an event concerns, once it is committed: the outbox does it in one transaction."""
    said = kind.tell(context, event)
    if said is None:
        return
    day = context.today
    accounts = queries.accounts_of(context.session, kind.audience(context, event), day)
    row = {
        "kind": kind.key, "sentence": written_text(said.sentence), "about": said.about, "endpoint": said.endpoint,
        "values": dict(said.values), "created_at": context.clock.now(),
    }  # fmt: skip
    for start in range(0, len(accounts), _AT_A_TIME):
        _tell_some(context, kind, [one.id for one in accounts[start : start + _AT_A_TIME]], row)


def _tell_some(context: Context, kind: NoticeKind, accounts: list[int], row: Mapping[str, object]) -> None:
    chosen = queries.choices_of(context.session, accounts, kind.key)
    ways = {one: kind.way(chosen.get(one)) for one in accounts}
    wanted = [one for one in accounts if ways[one] is not NoticeWay.NONE]
    if not wanted:
        return
    added = insert(Notice).returning(Notice.id, Notice.account_id)
    for notice_id, account in context.session.execute(added, [{**row, "account_id": one} for one in wanted]):
        if ways[account] is NoticeWay.AT_ONCE:
            promise(context.session, MAIL, {"notice": notice_id}, at=context.clock.now())


def read(context: Context, notice_id: int) -> Notice:
    """Note that someone opened a notice, and return it; raises Missing for one of another."""
    found = queries.notice(context.session, _account(context), notice_id)
    found.read_at = found.read_at or context.clock.now()
    return found


def read_all(context: Context) -> None:
    """Note that someone has seen all that was told."""
    unread = update(Notice).where(Notice.account_id == _account(context), Notice.read_at.is_(None))
    context.session.execute(unread.values(read_at=context.clock.now()))


def choose(context: Context, kinds: Mapping[str, NoticeKind], chosen: Mapping[str, NoticeWay]) -> None:
    """Keep how someone wants to hear of some kinds; raises Invalid for a way that a kind does not offer."""
    account = _account(context)
    held_row(context.session, Account, account)  # the same form, sent twice at once, is kept once
    for key, way in chosen.items():
        if key not in kinds or way not in kinds[key].ways:
            raise Invalid("notices.way", t("This is not offered for this kind of notice."), field=key)
        _keep(context, account, kinds[key], way)


def stop_mails(context: Context, kinds: Mapping[str, NoticeKind], key: str, account: int) -> None:
    """Stop the mails of a kind, or all digests, by their signed link, which is the right: the page still tells.

    An account that was closed meanwhile keeps no choice.
    """
    found = held_row(context.session, Account, account)
    if found is None or not found.active:
        return
    chosen = queries.choices(context.session, account)
    for one in kinds.values():
        if one.key == key or (not key and one.way(chosen.get(one.key)) in DIGESTS):
            _keep(context, account, one, NoticeWay.PAGE)


def _keep(context: Context, account: int, kind: NoticeKind, way: NoticeWay) -> None:
    """Keep a choice, the usual way too: who chose it hears no otherwise when the usual way changes."""
    row = context.session.get(NoticeChoice, (account, kind.key))
    if row is None:
        context.session.add(NoticeChoice(account_id=account, kind=kind.key, way=way))
    else:
        row.way = way
    context.session.flush()


def forget_old(context: Context) -> int:
    """Drop what was read half a year ago, and anything after a year; return how many."""
    now = context.clock.now()
    old = delete(Notice).where(or_(Notice.created_at < now - KEPT, Notice.read_at < now - KEPT_READ))
    return context.session.execute(old).rowcount  # type: ignore[attr-defined, no-any-return]


def forget_account(context: Context, account: int) -> None:
    """Drop what an account was told, and its choices."""
    for kind in (Notice, NoticeChoice):
        context.session.execute(delete(kind).where(kind.account_id == account))


def on_account_closed(context: Context, closed: AccountClosed) -> None:
    """Forget what a closed account was told."""
    forget_account(context, closed.account)


def _account(context: Context) -> int:
    require(context.by, SIGNED_IN)
    if context.by.account_id is None:
        raise Forbidden("notices.no_account", t("Sign in first: notices go to an account."))
    return context.by.account_id
