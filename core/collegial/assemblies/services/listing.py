"""Bring lists of papers in: every row by the same act as at the desk, all of them or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, RollEntry
from collegial.assemblies.permissions import DESK
from collegial.assemblies.queries.attending import entries_named
from collegial.assemblies.rules import ListedProxy
from collegial.assemblies.services.blanks import give_blank
from collegial.assemblies.services.proxies import give_proxy
from collegial.kernel.errors import DomainError, Invalid
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import Text, nt, t


class _Numbered(Protocol):
    @property
    def row(self) -> int: ...


Row = TypeVar("Row", bound=_Numbered)


@dataclass(frozen=True, kw_only=True)
class WrongRow:
    """A row that was refused, why, and at which of its fields where one is named."""

    row: int
    reason: Text
    field: str | None = None


def all_or_none(session: Session, rows: Sequence[Row], record: Callable[[Row], object]) -> list[WrongRow]:
    """Record every row, or none when one is refused: return the refused ones, each with its reason."""
    wrong = []
    whole = session.begin_nested()
    for one in rows:
        try:
            record(one)
        except DomainError as error:  # not kept itself: its frames would keep what is rolled back
            wrong.append(WrongRow(row=one.row, reason=error.text, field=error.field))
    if wrong:
        whole.rollback()
    else:
        whole.commit()
    return wrong


def wrong_rows(code: str, count: int) -> Invalid:
    """Return the refusal of a list of which so many rows are wrong, at the field `file`."""
    return Invalid(
        code,
        nt(
            "%(count)d row cannot be recorded, so none is. Correct it and send the list again.",
            "%(count)d rows cannot be recorded, so none is. Correct them and send the list again.",
            count,
        ),
        field="file",
    )


def bring_proxies_in(context: Context, meeting: Assembly, listed: Sequence[ListedProxy]) -> list[WrongRow]:
    """Record every proxy of a list, or none: return the rows that are wrong, each with its reason."""
    require(context.by, DESK)
    if not listed:
        raise Invalid("proxies.no_rows", t("This list holds no proxy."), field="file")
    return all_or_none(context.session, listed, lambda one: _record(context, meeting, one))


def _record(context: Context, meeting: Assembly, one: ListedProxy) -> None:
    giver = _entry(context, meeting, one.giver)
    if one.holder:
        give_proxy(context, giver, _entry(context, meeting, one.holder))
    else:
        give_blank(context, giver)


def _entry(context: Context, meeting: Assembly, wanted: str) -> RollEntry:
    found = entries_named(context.session, meeting.id, wanted, whole=True) if wanted else []
    if len(found) != 1:
        raise Invalid(
            "proxies.unknown_member",
            t(
                "“%(wanted)s” is nobody on the roll, or more than one. Use the member’s number.",
                wanted=wanted[:80],
            ),
        )
    return found[0]
