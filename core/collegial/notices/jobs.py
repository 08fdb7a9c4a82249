"""Send what was told: at once, each morning, each Monday morning; and drop what is old."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from collegial.accounts.models import Account
from collegial.hooks.contracts import Job
from collegial.hooks.noticing import NoticeWay
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.outbox import promise
from collegial.kernel.text import t
from collegial.notices import queries, services
from collegial.notices.mailing import digest_of, mail_of
from collegial.notices.models import Notice
from collegial.notices.offering import kinds
from collegial.notices.rules import last_digest

DIGEST = "notices.digest"


def send_at_once(context: Context, payload: Mapping[str, Any]) -> None:
    """Send one notice, once: what was sent, or opened meanwhile, is not sent again."""
    found = held_row(context.session, Notice, payload["notice"])
    if found is None or found.mailed_at or found.read_at:
        return
    kind, account = kinds().get(found.kind), context.session.get(Account, found.account_id)
    if kind is not None and account is not None and account.active:
        mail_of(account, found, kind).send()
        found.mailed_at = context.clock.now()


def send_digests(context: Context, _payload: Mapping[str, Any]) -> None:
    """Promise each reader one mail of what the last morning, or the last Monday, has left unread.

    Each is a work of its own: an address that is refused keeps nobody else waiting.
    """
    for way in (NoticeWay.DAILY, NoticeWay.WEEKLY):
        for account_id, told in groupby(_waiting(context, way), key=lambda one: one.account_id):
            if _due(context, account_id, list(told), way):
                payload = {"account": account_id, "way": way.value}
                promise(context.session, DIGEST, payload, at=context.clock.now())


def send_digest(context: Context, payload: Mapping[str, Any]) -> None:
    """Send one reader what was left unread, once: a repetition finds it mailed."""
    way = NoticeWay(payload["way"])
    _send_digest(context, payload["account"], _waiting(context, way, payload["account"]), way)


def _waiting(context: Context, way: NoticeWay, account_id: int | None = None) -> Sequence[Notice]:
    until = last_digest(context.clock.now(), context.zone, weekly=way is NoticeWay.WEEKLY)
    return queries.waiting_for_digest(context.session, kinds_of(way), until, account_id)


def _due(context: Context, account_id: int, told: Sequence[Notice], way: NoticeWay) -> list[Notice]:
    """Return what its reader wants to hear in this way."""
    known, chosen = kinds(), queries.choices(context.session, account_id)
    return [one for one in told if one.kind in known and known[one.kind].way(chosen.get(one.kind)) is way]


def _send_digest(context: Context, account_id: int, told: Sequence[Notice], way: NoticeWay) -> None:
    account, due = context.session.get(Account, account_id), _due(context, account_id, told, way)
    if account is None or not account.active or not due:
        return
    digest_of(account, due, weekly=way is NoticeWay.WEEKLY).send()
    for one in due:
        one.mailed_at = context.clock.now()


def drop_old(context: Context, _payload: Mapping[str, Any]) -> None:
    """Drop what is past its time."""
    services.forget_old(context)


def kinds_of(way: NoticeWay) -> Sequence[str]:
    """Return the kinds that may go by a way."""
    return [one.key for one in kinds().values() if way in one.ways]


JOBS = (
    Job(key=services.MAIL, label=t("A notice by e-mail"), run=send_at_once),
    Job(key="notices.digests", label=t("Digests of notices"), run=send_digests, every=timedelta(hours=1)),
    Job(key=DIGEST, label=t("A digest of notices"), run=send_digest),
    Job(key="notices.drop_old", label=t("Forgetting old notices"), run=drop_old, every=timedelta(days=1)),
)
