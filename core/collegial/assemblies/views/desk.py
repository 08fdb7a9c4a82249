"""The attendance desk: find a member, check in or out, record a paper proxy, watch the quorum."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.forms.mandates import DeskProxyForm
from collegial.assemblies.links import scanned
from collegial.assemblies.models import AttendanceMode
from collegial.assemblies.queries import attending, meetings
from collegial.assemblies.queries.blanks import blanks_of
from collegial.assemblies.queries.spouses import spouses_of
from collegial.assemblies.services import attending as acts
from collegial.assemblies.services import giving
from collegial.assemblies.views.display import quorums
from collegial.assemblies.views.proxy import proxy_page
from collegial.kernel.errors import DomainError, Expired, Missing
from collegial.kernel.text import Text, t
from collegial.web.languages import say
from collegial.web.request import act, session
from collegial.web.security import WITH_CAMERA

MOST = 12


def desk(assembly_id: int) -> ResponseReturnValue:
    """Show the desk; with htmx, only the rows found."""
    meeting = meetings.assembly(session(), assembly_id)
    is_piece = bool(request.headers.get("HX-Request"))
    search = _sought(is_piece=is_piece)
    found = attending.desk_rows(session(), meeting.id, search, most=MOST + 1) if search.strip() else []
    rows = found[:MOST]
    template = "assemblies/_desk_rows.html" if is_piece else "assemblies/desk.html"
    page = render_template(
        template,
        assembly=meeting,
        rows=rows,
        is_cut=len(found) > MOST,
        left=blanks_of(session(), [one.entry.id for one in rows]),
        spouses=spouses_of(session(), [one.entry.id for one in rows]),
        search=search,
        quorums=quorums(meeting.id),
    )
    return page, {"Permissions-Policy": WITH_CAMERA}  # it reads the QR codes of convocations


def _sought(*, is_piece: bool) -> str:
    """Return whom the desk looks for; a link of nobody has a page that says so, and finds nobody within the desk."""
    asked = request.args.get("q", "")
    try:
        return scanned(asked)
    except (Expired, Missing):
        if is_piece:
            return asked
        raise


def check_in(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Check someone in, in the room."""
    entry = attending.entry(session(), assembly_id, entry_id)
    try:
        if request.form.get("who") == "spouse":
            acts.check_in_spouse(act(), entry)
        else:
            acts.check_in(act(), entry, mode=AttendanceMode.ROOM)
    except DomainError as error:
        flash(say(error.text), "warning")
    else:
        flash(say(t("%(name)s is checked in.", name=entry.name)), "success")
    return _back(assembly_id)


def check_out(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Check someone out."""
    entry = attending.entry(session(), assembly_id, entry_id)
    try:
        acts.check_out(act(), entry)
    except DomainError as error:
        flash(say(error.text), "warning")
    else:
        flash(say(t("%(name)s is checked out.", name=entry.name)), "success")
    return _back(assembly_id)


def paper_proxy(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Record a signed proxy handed in at the desk."""
    giver = attending.entry(session(), assembly_id, entry_id)
    done = t("The proxy of %(name)s is recorded.", name=giver.name)
    back = url_for("assemblies.desk", assembly_id=assembly_id, q=giver.member_number)
    return proxy_page(giver, DeskProxyForm(), done, back)


def end_paper_proxy(assembly_id: int, entry_id: int) -> ResponseReturnValue:
    """Take a proxy back at the desk, on a written revocation."""
    giver = attending.entry(session(), assembly_id, entry_id)
    may_have_served = attending.may_have_served(giver.assembly, attending.live_proxy_of(session(), giver.id))
    giving.take_back(act(), giver)
    flash(say(_taken_back(giver.name, may_have_served=may_have_served)), "success")
    return _back(assembly_id)


def _taken_back(name: str, *, may_have_served: bool) -> Text:
    if not may_have_served:
        return t("The proxy of %(name)s is taken back.", name=name)
    return t(
        "The proxy of %(name)s is taken back. Votes already cast with it stay; in the others, its giver votes, once "
        "checked in.",
        name=name,
    )


def _back(assembly_id: int) -> ResponseReturnValue:
    return redirect(url_for("assemblies.desk", assembly_id=assembly_id, q=request.form.get("q", "")))
