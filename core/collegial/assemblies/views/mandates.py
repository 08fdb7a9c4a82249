"""The proxies of an assembly for the desk: all that hold, and a list of paper ones brought in at once."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.forms.mandates import ProxyListForm
from collegial.assemblies.models import Assembly
from collegial.assemblies.queries import attending, meetings
from collegial.assemblies.queries.blanks import live_blanks
from collegial.assemblies.queries.spouses import live_spouses
from collegial.assemblies.rules import listed_proxies
from collegial.assemblies.services.listing import WrongRow, bring_proxies_in, wrong_rows
from collegial.assemblies.showing import unnamed_in_secret
from collegial.files.exchanging import received
from collegial.kernel.paging import page_of
from collegial.kernel.text import nt, pt, t
from collegial.tables.reading import Limits, read_table
from collegial.tables.writing import Column
from collegial.web.languages import say
from collegial.web.request import act, session
from collegial.web.tables import table_response

_PAGE, _LIMITS = 50, Limits(size=2_000_000, rows=5_000)


def proxies(assembly_id: int) -> ResponseReturnValue:
    """Show the proxies that hold; record those of a list, all of them or none."""
    meeting, form = meetings.assembly(session(), assembly_id), ProxyListForm()
    wrong: list[WrongRow] = []
    brought: list[int] = []
    status = form.attempt(lambda: brought.append(_bring_in(meeting, form, wrong)))
    if status is None:
        flash(
            say(nt("%(count)d proxy is recorded.", "%(count)d proxies are recorded.", brought[0])), "success"
        )
        return redirect(url_for("assemblies.proxies", assembly_id=assembly_id))
    number = request.args.get("page", 1, type=int)
    return render_template(
        "assemblies/proxies.html", assembly=meeting, form=form, wrong=wrong,
        page=page_of(session(), attending.live_proxies(assembly_id), number=number, size=_PAGE),
        blanks=session().scalars(live_blanks(assembly_id)).all(), spouses=live_spouses(session(), assembly_id),
        unnamed=unnamed_in_secret(meeting),
    ), status  # fmt: skip


def _bring_in(meeting: Assembly, form: ProxyListForm, wrong: list[WrongRow]) -> int:
    sheet = read_table(received(form.file.data).content, _LIMITS)
    listed = listed_proxies(sheet.headers, [(row.number, row.cells) for row in sheet.rows])
    wrong += bring_proxies_in(act(), meeting, listed)
    if wrong:
        raise wrong_rows("proxies.wrong_rows", len(wrong))
    return len(listed)


def export_proxies(assembly_id: int, file_format: str) -> ResponseReturnValue:
    """Give the proxies that hold as a table, in the form in which they can be brought in."""
    meetings.assembly(session(), assembly_id)
    columns = [
        Column(label=t("Giver, number"), kind="number"), Column(label=t("Giver"), kind="text"),
        Column(label=t("Holder, number"), kind="number"), Column(label=t("Holder"), kind="text"),
        Column(label=t("Answer"), kind="text"),
    ]  # fmt: skip
    return table_response(t("Proxies"), columns, _rows(assembly_id), file_format)


def _rows(assembly_id: int) -> Iterator[tuple[object, ...]]:
    for one in session().scalars(attending.live_proxies(assembly_id)):
        answer = say(pt("proxy", "Accepted")) if one.accepted_at else say(t("Not answered yet"))
        yield one.giver.member_number, one.giver.name, one.holder.member_number, one.holder.name, answer
    for left in session().scalars(live_blanks(assembly_id)):
        yield left.entry.member_number, left.entry.name, None, say(t("The chair")), ""
    for named, giver in live_spouses(session(), assembly_id):
        yield giver.member_number, giver.name, None, named.holder_name, say(t("spouse or partner, no member"))
