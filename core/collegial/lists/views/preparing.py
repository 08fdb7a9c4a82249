"""Have a long list prepared, see how far it is, cancel it, and fetch its file."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.kernel.permissions import Viewer
from collegial.kernel.sentences import read_text
from collegial.kernel.text import Text, t
from collegial.lists import queries, services
from collegial.lists.models import PreparedList
from collegial.lists.rules import MOVING
from collegial.web.languages import say
from collegial.web.program import Program, current_program
from collegial.web.replaying import replay
from collegial.web.request import act, session, viewer
from collegial.web.tables import Listing


def ask() -> ResponseReturnValue:
    """Say that a list is too long to wait for, and offer to prepare it."""
    address = request.args.get("of", "")
    listing = _listing(address, viewer())
    said = current_program().settings.lists
    return render_template(
        "lists/ask.html",
        address=address, title=listing.title, file_format=listing.file_format,
        most=said.csv_at_once if listing.file_format == "csv" else said.xlsx_at_once,
        other=address.replace(".xlsx", ".csv", 1) if listing.file_format == "xlsx" else None,
        kept_days=said.kept_days,
    )  # fmt: skip


def promise() -> ResponseReturnValue:
    """Have a list prepared; sent twice, it shows the one that is under way."""
    address = request.form.get("of", "")
    title = _listing(address, viewer()).title
    one = services.ask_for(act(), address=address, title=title, locale=str(get_locale()))
    return redirect(url_for("lists.prepared", number=one.id))


def prepared(number: int) -> ResponseReturnValue:
    """Show how a list stands: waiting, under way, ready, failed or cancelled."""
    return render_template("lists/prepared.html", **_shown(_mine(number)))


def progress(number: int) -> ResponseReturnValue:
    """Give the part of the page that changes while a list is made; at its end, the whole page."""
    shown = _shown(_mine(number))
    answer = make_response(render_template("lists/_progress.html", **shown))
    if shown["stage"] not in MOVING:
        answer.headers["HX-Refresh"] = "true"
    return answer


def cancel(number: int) -> ResponseReturnValue:
    """Give up a list that is being made."""
    services.cancel(act(), number)
    flash(say(t("This list will not be prepared.")), "info")
    return redirect(url_for("lists.prepared", number=number))


def file(number: int) -> ResponseReturnValue:
    """Give the file to whoever asked for it, while its page would still give the list and all that stands in it."""
    one = _mine(number)
    if one.ready_at is None or one.size is None:
        return redirect(url_for("lists.prepared", number=number))
    _listing(one.address, viewer())
    services.require_rights(act(), one)
    answer = Response(_parts(current_program(), one.id, one.parts), content_type=one.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{one.name}"'
    answer.headers["Cache-Control"] = "no-store, private"
    answer.content_length = one.size
    return answer


def _parts(program: Program, number: int, parts: int) -> Iterator[bytes]:
    """Read part by part, each by itself, when the session of the page is long closed."""
    for position in range(parts):
        with program.database.looking() as reading:
            yield queries.part(reading, number, position)


def _listing(address: str, reader: Viewer) -> Listing:
    """Return the list at an address as its page gives it to a reader now, without reading its rows."""
    found: list[Listing] = []
    replay(address, reader, str(get_locale()), found.append)
    return found[0]


def _mine(number: int) -> PreparedList:
    return queries.prepared(session(), viewer().account_id, number)


def _shown(one: PreparedList) -> dict[str, object]:
    work, said = queries.work_of(session(), one), current_program().settings.lists
    failure: Text | None = read_text(one.failure) if one.failure else None
    return {
        "one": one, "title": read_text(one.title), "work": work, "stage": queries.stage(one, work),
        "failure": failure, "until": one.asked_at + timedelta(days=said.kept_days),
        "is_sheet": one.address.partition("?")[0].endswith(".xlsx"),
        "other": one.address.replace(".xlsx", ".csv", 1),
    }  # fmt: skip
