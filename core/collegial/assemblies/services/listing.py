"""Bring a list of paper proxies in: every row by the same act as at the desk, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from collegial.assemblies.models import Assembly, RollEntry
from collegial.assemblies.permissions import DESK
from collegial.assemblies.queries.attending import find_entry
from collegial.assemblies.rules import ListedProxy
from collegial.assemblies.services.blanks import give_blank
from collegial.assemblies.services.proxies import give_proxy
from collegial.kernel.errors import DomainError, Invalid
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, t


@dataclass(frozen=True, kw_only=True)
class WrongRow:
    """A row that was refused, and why."""

    row: int
    reason: Text


def bring_proxies_in(context: Context, meeting: Assembly, listed: Sequence[ListedProxy]) -> list[WrongRow]:
    """Record every proxy of a list, or none: return the rows that are wrong, each with its reason."""
    require(context.by, DESK)
    if not listed:
        raise Invalid("proxies.no_rows", t("This list holds no proxy."), field="file")
    wrong = []
    whole = context.session.begin_nested()
    for one in listed:
        refused = _tried(context, meeting, one)
        if refused:
            wrong.append(WrongRow(row=one.row, reason=refused))
    if wrong:
        whole.rollback()
    else:
        whole.commit()
    return wrong


def _tried(context: Context, meeting: Assembly, one: ListedProxy) -> Text | None:
    """Record one row; return why it is refused."""
    try:
        giver = _entry(context, meeting, one.giver)
        if one.holder:
            give_proxy(context, giver, _entry(context, meeting, one.holder))
        else:
            give_blank(context, giver)
    except DomainError as error:
        return error.text
    return None


def _entry(context: Context, meeting: Assembly, wanted: str) -> RollEntry:
    found = find_entry(context.session, meeting.id, wanted) if wanted else None
    if found is None:
        raise Invalid(
            "proxies.unknown_member",
            t(
                "“%(wanted)s” is nobody on the roll, or more than one. Use the member's number.",
                wanted=wanted[:80],
            ),
        )
    return found
