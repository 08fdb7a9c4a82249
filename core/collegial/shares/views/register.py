"""Show the register of movements, one entry, those who hold shares, and that the register holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from collegial.kernel.paging import Listed, ListedTogether, page_of
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.shares import exports, queries
from collegial.shares.models import EntryKind, ShareEntry
from collegial.shares.views.answering import LONGEST_SEARCH, REGISTER
from collegial.shares.words import KINDS, METHODS
from collegial.tables.writing import Row
from collegial.web.hours import day_asked
from collegial.web.request import act, session
from collegial.web.tables import table_response


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the reader looks for, as the address says it; `member` is a member's number."""

    kind: EntryKind | None
    member: str
    since: date | None
    until: date | None

    @property
    def is_any(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.kind or self.member or self.since or self.until)

    def address(self) -> dict[str, str]:
        """Return the parts of the address that say the same again."""
        days = {"since": self.since, "until": self.until}
        return {
            **({"kind": self.kind.value} if self.kind else {}),
            **({"member": self.member} if self.member else {}),
            **{name: day.isoformat() for name, day in days.items() if day},
        }


def index() -> ResponseReturnValue:
    """Show the entries, the newest first, with the capital as it stands today."""
    asked, day = _asked(), act().today
    page = page_of(session(), _entries(asked), number=request.args.get("page", 1, type=int))
    balances = queries.balances_on(session(), day)
    return render_template(
        "shares/index.html",
        page=page, asked=asked, kinds=KINDS, today=day,
        rule=queries.capital_rule_on(session(), day), shares=sum(balances.values()), holders=len(balances),
        capital=queries.capital_on(session(), day), highest=queries.highest_capital(session(), day),
        floor=queries.floor_on(session(), day),
    )  # fmt: skip


def export(file_format: str) -> Response:
    """Give the entries as a table, narrowed as on the page."""
    rows = Listed(session(), _entries(_asked()), exports.entry_row)
    return table_response(REGISTER, exports.ENTRY_COLUMNS, rows, file_format)


def chain() -> ResponseReturnValue:
    """Recompute the seals of all entries, and say whether they hold and where they end; with htmx, only the mark."""
    template = "shares/_chain.html" if request.headers.get("HX-Request") else "shares/chain.html"
    broken = queries.first_break(session())
    return render_template(template, broken=broken, end=queries.end_of_register(session()))


def show(number: int) -> ResponseReturnValue:
    """Show one entry, and what was paid for it."""
    entry = queries.entry(session(), number)
    due = (
        next(
            (
                one for one in queries.outstanding(session(), act().today, member_id=entry.to_member_id)
                if one.entry.id == entry.id
            ),
            None,
        )
        if entry.kind is EntryKind.SUBSCRIPTION
        else None
    )  # fmt: skip
    return render_template(
        "shares/show.html",
        entry=entry, due=due, kinds=KINDS, methods=METHODS, today=act().today,
        payments=queries.payments_for(session(), entry.id),
        call=queries.last_calls(session(), [entry.id]).get(entry.id),
    )  # fmt: skip


def holders() -> ResponseReturnValue:
    """Show who is a member or holds shares, by name: where an act begins."""
    words, day = request.args.get("q", "").strip()[:LONGEST_SEARCH], act().today
    page = page_of(session(), queries.holders(day, words), number=request.args.get("page", 1, type=int))
    held = queries.holdings_of(session(), [one.id for one in page.items], day)
    return render_template("shares/holders.html", page=page, held=held, words=words, today=day)


def export_holders(file_format: str) -> Response:
    """Give all of them as a table."""
    day = act().today
    rows = ListedTogether(session(), queries.holders(day), partial(_holder_rows, day))
    return table_response(t("Holders of shares"), exports.HOLDER_COLUMNS, rows, file_format)


def _holder_rows(day: date, some: Sequence[Member]) -> Iterator[Row]:
    held = queries.holdings_of(session(), [one.id for one in some], day)
    return (exports.holder_row(one, held[one.id]) for one in some)


def _asked() -> Asked:
    try:
        kind = EntryKind(request.args.get("kind", ""))
    except ValueError:
        kind = None
    member = request.args.get("member", "").strip()[:LONGEST_SEARCH]
    return Asked(kind=kind, member=member, since=day_asked("since"), until=day_asked("until"))


def _entries(asked: Asked) -> Select[ShareEntry]:
    member_id = queries.row_of_member(session(), asked.member, act().today) if asked.member else None
    return queries.entries(kind=asked.kind, member_id=member_id, since=asked.since, until=asked.until)
