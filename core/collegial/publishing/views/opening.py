"""The open data: what everyone may read, as files for programs, under a licence."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from collegial.atlas.queries import Sought, shown
from collegial.atlas.rules import SCALE
from collegial.hooks.publishing import PublicKind
from collegial.kernel.permissions import ANONYMOUS
from collegial.kernel.text import Text, t
from collegial.publishing import gathering
from collegial.publishing.gathering import Shown
from collegial.tables.writing import Column, Row, write_csv
from collegial.web.languages import LANGUAGE, say, say_if_text
from collegial.web.program import current_program, pays_name, public_address
from collegial.web.prose import plain_text
from collegial.web.request import session

_PAST, _AHEAD = timedelta(days=365), timedelta(days=400)
# The names of the columns are the API's promise: they stay the same in every language.
_COLUMNS = ("id", "kind", "title", "date", "begins_at", "place", "summary", "page")


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """A set of the open data: its columns by the names that stay, and its rows."""

    key: str
    title: Text
    says: Text
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[Row]]


def open_data() -> ResponseReturnValue:
    """Say what there is, and under which licence."""
    host = current_program().host
    active = host.active(session())
    lists = [
        one
        for owner, one in host.by_hook["exporters"].values()
        if owner in active and ANONYMOUS.may(one.permission)
    ]
    return render_template(
        "publishing/open_data.html", sets=DATASETS.values(), lists=lists, site=current_program().settings.site
    )


def dataset(key: str, file_format: str) -> Response:
    """Give a set as CSV for spreadsheets, or as JSON with its licence.

    It is said in the language of its address, never in that of whoever asks: what anything may keep is the same for
    all.
    """
    one = DATASETS.get(key)
    if one is None:
        abort(404)
    with force_locale(_language()):
        rows = list(one.rows())
        return _csv(one, rows) if file_format == "csv" else _json(one, rows)


def _language() -> str:
    offered, asked = current_program().settings.pays.languages, request.args.get(LANGUAGE)
    return asked if asked in offered else offered[0]


def _csv(one: Dataset, rows: list[Row]) -> Response:
    columns = [Column(Text(msgid=name)) for name in one.columns]
    answer = Response(write_csv(columns, rows, say=str), content_type="text/csv; charset=utf-8")
    return _open(answer, f"{one.key}.csv")


def _json(one: Dataset, rows: list[Row]) -> Response:
    site = current_program().settings.site
    content = {
        "title": say(one.title),
        "source": pays_name(),
        "licence": site.licence,
        "licence_url": site.licence_url,
        "as_of": gathering.this_day().isoformat(),
        one.key: [dict(zip(one.columns, map(_for_json, row), strict=True)) for row in rows],
    }
    answer = Response(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json")
    return _open(answer, f"{one.key}.json")


def _open(answer: Response, name: str) -> Response:
    """Let pages of other sites read it, and anything keep it for some minutes."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = "public, max-age=300"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


def _for_json(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _row(one: Shown) -> Row:
    item, on = one.item, one.item.on
    begins = on.astimezone(ZoneInfo(gathering.zone_of_pays())) if isinstance(on, datetime) else None
    return (
        one.key, say(item.label), str(say_if_text(item.title)), one.day, begins, item.place,
        plain_text(item.summary), public_address(one.address) if one.address else None,
    )  # fmt: skip


def _dates() -> Iterable[Row]:
    today = gathering.this_day()
    return map(_row, gathering.dates(session(), today - _PAST, today + _AHEAD))


def _latest(kind: PublicKind) -> Callable[[], Iterable[Row]]:
    return lambda: map(_row, gathering.latest(session(), kind))


def _actors() -> Iterable[Row]:
    for one in session().scalars(shown(Sought())):
        actor, is_placed = one.actor, one.north is not None and one.east is not None
        yield (
            actor.id, actor.kind.value, actor.name, actor.family.label if actor.family else None, actor.locality,
            str((one.north or 0) / SCALE) if is_placed else None,
            str((one.east or 0) / SCALE) if is_placed else None,
        )  # fmt: skip


DATASETS: Mapping[str, Dataset] = {
    one.key: one
    for one in (
        Dataset(
            key="dates", title=t("Public dates"), columns=_COLUMNS, rows=_dates,
            says=t("Assemblies, meetings and last days to apply, of the past year and the year to come."),
        ),
        Dataset(
            key="works", title=t("Published works"), columns=_COLUMNS, rows=_latest(PublicKind.WORK),
            says=t("What was made and published."),
        ),
        Dataset(
            key="decisions", title=t("Decisions made known"), columns=_COLUMNS,
            rows=_latest(PublicKind.DECISION), says=t("What was decided, without any name."),
        ),
        Dataset(
            key="actors",
            title=t("Actors shown on the public site"),
            columns=("id", "kind", "name", "family", "locality", "latitude", "longitude"),
            rows=_actors,
            says=t("Those who agreed to be shown, until they take it back."),
        ),
    )
}  # fmt: skip
