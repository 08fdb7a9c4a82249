"""Prepare a long list as whoever asked would have seen it, and erase those that were kept long enough."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, BinaryIO

from collegial.accounts.models import Account
from collegial.accounts.queries import viewer_for
from collegial.hooks.contracts import Job
from collegial.kernel.errors import DomainError
from collegial.kernel.events import Context
from collegial.kernel.outbox import outside, tell_progress
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import t
from collegial.lists import queries, services
from collegial.lists.models import PreparedList
from collegial.web.program import current_program
from collegial.web.replaying import replay, watched
from collegial.web.tables import Listing


class NotWantedError(Exception):
    """The list was cancelled while it was made."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be made, and for whom."""

    number: int
    address: str
    locale: str
    reader: Viewer


def prepare(context: Context, payload: Mapping[str, Any]) -> None:
    """Make the file of a list in a session of its own, while no transaction of the work is open, and keep it.

    What fails is tried again from the start, as any promised work; what the page refuses is told to whoever asked.
    """
    one = context.session.get(PreparedList, payload["list"])
    if one is None or not one.is_open:
        return
    account = context.session.get_one(Account, one.account_id)
    if not account.active:
        services.give_up(context, one.id, t("The account that asked for this list is closed."))
        return
    asked = _asked(context, one, account)
    with tempfile.TemporaryFile() as target:
        try:
            with outside():
                made = _make(context, asked, target)
        except NotWantedError:
            return
        except DomainError as refusal:
            services.give_up(context, asked.number, refusal.text)
        else:
            services.keep_file(context, asked.number, made)


def _asked(context: Context, one: PreparedList, account: Account) -> Asked:
    program = current_program()
    reader = replace(viewer_for(context.session, account, program.registry), reach=program.host.reach)
    return Asked(number=one.id, address=one.address, locale=one.locale, reader=reader)


def _make(context: Context, asked: Asked, target: BinaryIO) -> services.MadeFile:
    reader = watched(asked.reader)
    made: list[tuple[Listing, str, int]] = []

    def tell(done: int, total: int | None) -> None:
        if not queries.is_wanted(context.session, asked.number):
            raise NotWantedError
        tell_progress(done, total)

    def take(listing: Listing) -> None:
        made.append((listing, listing.name, listing.write(target, tell)))

    replay(asked.address, reader, asked.locale, take)
    listing, name, rows = made[0]
    return services.MadeFile(
        name=name, media_type=listing.media_type, rows=rows, rights=sorted(reader.used), content=target
    )


def erase_old(context: Context, _payload: Mapping[str, Any]) -> None:
    """Erase what was kept long enough."""
    services.erase_old(context, kept_days=current_program().settings.lists.kept_days)


JOBS = (
    Job(key=services.PREPARE, label=t("A long list"), run=prepare),
    Job(key="lists.erase_old", label=t("Erasing long lists"), run=erase_old, every=timedelta(hours=6)),
)
