"""Show the journal and verify its chain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from types import MappingProxyType
from zoneinfo import ZoneInfo

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from collegial.groups.queries import group_names
from collegial.journal import queries
from collegial.journal.models import JournalEntry
from collegial.kernel.events import Event
from collegial.kernel.fractions import Percent
from collegial.kernel.money import Money, parse_money
from collegial.kernel.paging import Listed, page_of
from collegial.kernel.text import Text, t
from collegial.tables.writing import Column, Row
from collegial.web.hours import day_asked
from collegial.web.program import current_program
from collegial.web.request import session
from collegial.web.routing import LARGEST_NUMBER
from collegial.web.tables import table_response

COLUMNS = (
    Column(t("Number"), "number"),
    Column(t("When"), "moment"),
    Column(t("What happened")),
    Column(t("By")),
    Column(t("Seal")),
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"\d+\.\d\d EUR")
_FRACTION = re.compile(r"\d+/[1-9]\d*")
_SHARES = ("rate", "share")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What narrows the journal, as the address says it: two days, and the number of an account."""

    since: date | None
    until: date | None
    account: int | None

    @property
    def address(self) -> dict[str, str]:
        """Return the parts of the address that say the same again."""
        said = {"since": self.since, "until": self.until, "account": self.account}
        return {name: str(value) for name, value in said.items() if value is not None}


def index() -> ResponseReturnValue:
    """Show the entries, the newest first, each as a sentence; days and an account narrow them."""
    asked = _asked()
    page = page_of(session(), _entries(asked), number=request.args.get("page", 1, type=int))
    events, groups = current_program().host.events(), group_names(session())
    entries = [(entry, sentence_of(entry, events, groups)) for entry in page.items]
    names = queries.names_behind(session(), {one.account_id for one in page.items if one.account_id})
    return render_template("journal/index.html", page=page, entries=entries, asked=asked, names=names)


def export(file_format: str) -> Response:
    """Give the entries as a table, narrowed as on the page, the newest first."""
    program = current_program()
    events, zone = program.host.events(), ZoneInfo(program.settings.pays.zone)
    groups = group_names(session())

    def written(one: JournalEntry) -> Row:
        sentence = sentence_of(one, events, groups)
        return one.sequence, one.at.astimezone(zone), sentence, _who(one), one.digest

    rows = Listed(session(), _entries(_asked()), written)
    return table_response(t("Journal"), COLUMNS, rows, file_format)


def _asked() -> Asked:
    account = request.args.get("account", type=int)
    return Asked(
        since=day_asked("since"), until=day_asked("until"),
        account=account if account is not None and 0 < account <= LARGEST_NUMBER else None,
    )  # fmt: skip


def _entries(asked: Asked) -> Select[JournalEntry]:
    return queries.newest_first(
        since=_midnight(asked.since) if asked.since else None,
        before=_midnight(asked.until) + timedelta(days=1) if asked.until else None,
        account_id=asked.account,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(current_program().settings.pays.zone))


def verify() -> ResponseReturnValue:
    """Recompute the whole chain and say whether it holds."""
    broken = queries.verify(session())
    return render_template("journal/verify.html", broken=broken, head=queries.head(session()))


def sentence_of(
    entry: JournalEntry, events: Mapping[str, type[Event]], groups: Mapping[str, str] = MappingProxyType({})
) -> Text:
    """Return what an entry says; by its key where the module that knows it is gone or has changed.

    A field `group` holds the key of a group: `groups` says what it is called today.
    """
    kind = events.get(entry.event)
    if kind is None:
        return t("Event “%(key)s” of a module that is not installed", key=entry.event)
    try:
        sentence = kind.sentence.filled(
            {
                name: groups[value] if name == "group" and value in groups else _named(kind, name, value)
                for name, value in entry.payload.items()
            }
        )
        str(sentence)
    except (KeyError, TypeError, ValueError):
        return t("Event “%(key)s”, written by another version", key=entry.event)
    return sentence


def _who(entry: JournalEntry) -> Text:
    if entry.account_id:
        return t("Account %(number)s", number=entry.account_id)
    return t("The program (%(name)s)", name=entry.by) if entry.by else t("A visitor")


def _named(kind: type[Event], name: str, value: object) -> object:
    """Return what the event calls a value, such as a state; else the value as its reader writes it."""
    called = kind.words.get(name, {}).get(value) if isinstance(value, str) else None
    return _readable(name, value) if called is None else called


def _readable(name: str, value: object) -> object:
    """Return a value of an event as its reader writes it: days, amounts and lists."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if name in _SHARES and isinstance(value, str) and _FRACTION.fullmatch(value):
        return Percent(Fraction(value))
    if name == "cents" and isinstance(value, int):
        return Money(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return parse_money(value.removesuffix(" EUR"))
    return ", ".join(map(str, value)) if isinstance(value, list) else value
