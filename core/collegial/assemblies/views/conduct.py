"""What the staff and the bureau do with an assembly: convene, open, close, convene again."""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.assemblies.events import AssemblyClosed, AssemblyFoundInquorate, AssemblyOpened
from collegial.assemblies.forms import ClosingForm, ConveneForm, OpeningForm, SecondForm
from collegial.assemblies.models import Assembly, AssemblyState
from collegial.assemblies.queries import meetings
from collegial.assemblies.queries.bureau import attending_names, not_on_roll
from collegial.assemblies.queries.questions import unanswered
from collegial.assemblies.rules import QuorumVerdict, named_apart
from collegial.assemblies.services import conducting, preparing
from collegial.assemblies.views.display import quorums
from collegial.assemblies.views.frames import form_page, over_page, page_of, sent_already
from collegial.assemblies.views.preparing import present_checks
from collegial.journal.past import over_since
from collegial.kernel.errors import Refused
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import DecisionKind
from collegial.web.acting import FormPage, Over, sure_act
from collegial.web.hours import local, moment
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session

_DECISIONS = {
    DecisionKind.ORDINARY: t("Ordinary decisions"),
    DecisionKind.EXTRAORDINARY: t("Extraordinary decisions"),
}


def convene(assembly_id: int) -> ResponseReturnValue:
    """Send the convocations."""
    meeting, form = meetings.assembly(session(), assembly_id), ConveneForm()
    if over := sent_already(meeting, t("Convene the assembly")):
        return over
    done = t("The assembly is convened: the roll is fixed and the convocations are on their way.")

    def run() -> None:
        _refuse_against_the_statutes(meeting)
        preparing.convene(act(), meeting, late_reason=form.late_reason.data)

    return form_page(
        form,
        run,
        "assemblies/convene.html",
        lambda: page_of(meeting),
        done,
        assembly=meeting,
        checks=present_checks(meeting),
    )


def _refuse_against_the_statutes(meeting: Assembly) -> None:
    """Refuse to send an agenda with elections to the board that the statutes do not allow."""
    for one in present_checks(meeting):
        if one.stops and one.key == "board":
            raise Refused("assemblies.board", one.text)


def open_sitting(assembly_id: int) -> ResponseReturnValue:
    """Open the sitting."""
    meeting, form = meetings.assembly(session(), assembly_id), OpeningForm()
    over = _opening_over(meeting)
    if over and request.method == "GET":
        return over_page(meeting, t("Open the assembly"), over)
    strangers: dict[str, str | None] = {}

    def run() -> None:
        strangers.update(_strangers(meeting, form))
        if strangers:  # what else is wrong is said along with them
            conducting.why_so_few(act(), meeting, named_apart(form.scrutineers.data), form.why_few.data or "")
        else:
            conducting.open_assembly(
                act(), meeting, chair=form.chair.data, scrutineers=form.scrutineers.data,
                secretary=form.secretary.data, why_few=form.why_few.data or "",
            )  # fmt: skip

    status = form.attempt(run)
    if status is None and not strangers:
        flash(say(t("The assembly is open. The quorum found at the opening is written down.")), "success")
        return redirect(page_of(meeting))
    return render_template(
        "assemblies/open.html", form=form, assembly=meeting, strangers=strangers,
        attending=attending_names(session(), meeting.id), too_early=act().clock.now() < meeting.starts_at,
    ), status or 200  # fmt: skip


def _strangers(meeting: Assembly, form: OpeningForm) -> Mapping[str, str | None]:
    """Return the names that the roll lacks and that were not said to be meant; the next sending says so."""
    names = [form.chair.data.strip(), *named_apart(form.scrutineers.data), form.secretary.data.strip()]
    found = not_on_roll(session(), meeting.id, names)
    told = "\n".join(found)
    if told == form.sure.data.replace("\r", ""):
        return {}
    form.sure.data = told
    return found


def close(assembly_id: int) -> ResponseReturnValue:
    """Close the sitting."""
    meeting, form = meetings.assembly(session(), assembly_id), ClosingForm()
    over = _closing_over(meeting)
    if over and request.method == "GET":
        return over_page(meeting, t("Close the assembly"), over)

    def run() -> None:
        conducting.close_assembly(act(), meeting, debate=form.debate.data or "")

    done = t("The assembly is closed. What is left is to write the minutes.")
    return form_page(
        form, run, "assemblies/close.html", lambda: page_of(meeting), done,
        assembly=meeting, unanswered=unanswered(session(), meeting.id),
    )  # fmt: skip


def declare_inquorate(assembly_id: int) -> ResponseReturnValue:
    """End an assembly that missed its quorum, once that is confirmed."""
    meeting = meetings.assembly(session(), assembly_id)
    back, found = url_for("assemblies.show", assembly_id=assembly_id, _anchor="conduct"), quorums(assembly_id)
    page = FormPage(
        title=t("Record the missed quorum"), submit=t("Record the missed quorum"), tone="danger", icon="warning",
        lead=t(
            "The assembly ends without a decision, and everyone present leaves at this moment. This cannot be undone; "
            "a second convocation can then be prepared."
        ),
        facts=[(_DECISIONS[kind], _missing(verdict)) for kind, verdict in found],
        crumbs=[(t("Assemblies"), url_for("assemblies.index")), (meeting.title, back)],
        back=(t("Not now"), back), over=_inquorate_over(meeting, found),
    )  # fmt: skip
    done = t("The missed quorum is recorded. A second convocation can be prepared.")
    return sure_act(lambda: conducting.declare_inquorate(act(), meeting), page, done=done, to=back)


def _opening_over(meeting: Assembly) -> Over | None:
    """Say at once that an assembly was opened, or that it is none to open."""
    if meeting.state is AssemblyState.CONVENED:
        return None
    why = t("Only an assembly that is convened, and not yet held, can be opened.")
    return over_since(session(), why, AssemblyOpened, assembly=meeting.id)


def _closing_over(meeting: Assembly) -> Over | None:
    """Say at once that an assembly is closed, or that it is not open."""
    if meeting.state is AssemblyState.OPEN:
        return None
    return over_since(session(), t("The assembly is not open."), AssemblyClosed, assembly=meeting.id)


def _inquorate_over(meeting: Assembly, found: Sequence[tuple[DecisionKind, QuorumVerdict]]) -> Over | None:
    """Say at once why no missed quorum can be recorded: it was, the assembly is not open, a part can be decided."""
    if meeting.state is AssemblyState.INQUORATE:
        done = t("The missed quorum is recorded. A second convocation can be prepared.")
        return over_since(session(), done, AssemblyFoundInquorate, assembly=meeting.id)
    if meeting.state is not AssemblyState.OPEN:
        return Over(why=t("The assembly is not open."))
    if any(verdict.reached for _, verdict in found):
        return Over(why=t("The quorum is reached for a part of the agenda: that part can be decided."))
    return None


def _missing(verdict: QuorumVerdict) -> Text:
    """Say what is missing for a quorum: how many heads, or its last step where no number would say it."""
    return (
        nt(
            "%(num)d more voting right is needed.",
            "%(num)d more voting rights are needed.",
            verdict.missing,
            num=verdict.missing,
        )
        if verdict.missing
        else verdict.steps[-1]
    )


def convene_again(assembly_id: int) -> ResponseReturnValue:
    """Prepare the second convocation."""
    first, form = meetings.assembly(session(), assembly_id), SecondForm()
    if first.state is not AssemblyState.INQUORATE and request.method == "GET":
        why = t("A second convocation needs a first assembly that missed its quorum; this one has not.")
        return over_page(first, t("Prepare the second convocation"), Over(why=why))
    made: list[Assembly] = []
    if not form.is_submitted():
        zone = current_program().settings.pays.zone
        form.starts_at.data = local(meetings.second_from(session(), first, zone, act().clock.now()))

    def run() -> None:
        made.append(preparing.convene_again(act(), first, starts_at=moment(form.starts_at.data)))

    done = t("The second assembly is prepared with the same agenda. Convene it when you are ready.")
    return form_page(form, run, "assemblies/second.html", lambda: page_of(made[0]), done, assembly=first)
