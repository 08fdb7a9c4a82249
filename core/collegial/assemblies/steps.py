"""What assemblies ask of those who prepare and conduct them, for the dashboard."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.assemblies.models import Assembly, AssemblyState
from collegial.assemblies.permissions import CONDUCT, DESK, PREPARE
from collegial.assemblies.queries.attending import (
    entries_of_voter,
    present_entry_ids,
    proxies_given_by,
    quorum_of,
)
from collegial.assemblies.queries.meetings import (
    current_assemblies,
    decision_kinds,
    sending_day,
    statutes_for,
)
from collegial.assemblies.queries.member_items import waiting_items
from collegial.assemblies.queries.questions import unanswered
from collegial.assemblies.rules import QuorumVerdict
from collegial.hooks.contracts import NextStep
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text, nt, t

_LEFT = {
    AssemblyState.OPEN: t("The assembly is still open"),
    AssemblyState.CONVENED: t("The assembly was not opened on its day"),
}
_MOST = 2  # of each state: what is asked for one assembly is asked for each, and the dashboard must not grow


def steps(context: Context, viewer: Viewer) -> Iterable[NextStep]:
    """Say what each assembly that is prepared, convened or under way asks for, of its staff and of its voters."""
    if viewer.may(PREPARE):
        for meeting in _drafts(context.session):
            yield _to_send(context, meeting)
    leads = viewer.may(PREPARE) or viewer.may(CONDUCT)
    for meeting in current_assemblies(context.session, most=_MOST):
        if viewer.actor_id is not None:
            yield from _own(context, viewer.actor_id, meeting)
        if leads:
            yield from _current(context, viewer, meeting)


def _own(context: Context, actor_id: int, meeting: Assembly) -> Iterator[NextStep]:
    """Ask a voter how it takes part, until it attends or has given its proxies."""
    entries = entries_of_voter(context.session, meeting.id, actor_id)
    given = proxies_given_by(context.session, meeting.id, actor_id) if entries else {}
    here = present_entry_ids(context.session, meeting.id, actor_id) if entries else set()
    if any(one.id not in given and one.id not in here for one in entries):
        day = local_day(meeting.starts_at, context.zone)
        sentence, act = t("You are called to an assembly"), t("Say how you take part")
        yield _step(meeting, "mine", sentence, act, due_on=day, icon="assembly", anchor="mine")


def _current(context: Context, viewer: Viewer, meeting: Assembly) -> Iterator[NextStep]:
    day = local_day(meeting.starts_at, context.zone)
    if viewer.may(CONDUCT) and _must_be_conducted(context, meeting, day):
        sentence = t("The assembly meets today") if day >= context.today else _LEFT[meeting.state]
        yield _step(meeting, "conduct", sentence, t("Conduct it"), due_on=day, icon="assembly")
    if meeting.state is not AssemblyState.CONVENED:
        return
    if viewer.may(DESK):
        yield from _quorums(context, meeting, day)
    if viewer.may(PREPARE):
        yield from _asked(context, meeting, day)


def _must_be_conducted(context: Context, meeting: Assembly, day: date) -> bool:
    return meeting.state is AssemblyState.OPEN or day <= context.today


def _drafts(session: Session) -> Iterable[Assembly]:
    drafts = select(Assembly).where(Assembly.state == AssemblyState.DRAFT).order_by(Assembly.starts_at)
    loads = (selectinload(Assembly.statutes), selectinload(Assembly.college))
    return session.scalars(drafts.options(*loads).limit(_MOST)).all()


def _to_send(context: Context, meeting: Assembly) -> NextStep:
    return NextStep(
        key=f"assemblies.{meeting.id}.send", sentence=t("The convocations are to be sent"),
        act=t("Check and convene"), endpoint="assemblies.check", values={"assembly_id": meeting.id},
        about=meeting.title, due_on=sending_day(context.session, meeting, context.zone), icon="send",
        permission=PREPARE, weight=10,
    )  # fmt: skip


def _quorums(context: Context, meeting: Assembly, day: date) -> Iterator[NextStep]:
    try:
        statutes_for(context.session, meeting, context.zone)
    except Refused:
        return
    found = [quorum_of(context, meeting, kind) for kind in decision_kinds(meeting)]
    missed = [one for one in found if not one.reached]
    if missed:
        worst = max(missed, key=lambda one: one.missing or 0)
        yield NextStep(
            key=f"assemblies.{meeting.id}.quorum", sentence=_missing(worst), act=t("Gather proxies"),
            endpoint="assemblies.proxies", values={"assembly_id": meeting.id}, about=meeting.title,
            due_on=day, icon="proxy", permission=DESK, weight=12,
        )  # fmt: skip


def _missing(verdict: QuorumVerdict) -> Text:
    if not verdict.missing:
        return t("The quorum is not reached yet")
    return nt(
        "%(count)d voting right is missing for the quorum",
        "%(count)d voting rights are missing for the quorum",
        verdict.missing,
    )


def _asked(context: Context, meeting: Assembly, day: date) -> Iterator[NextStep]:
    questions = unanswered(context.session, meeting.id)
    if questions:
        sentence = nt(
            "%(count)d written question waits for an answer",
            "%(count)d written questions wait for an answer",
            questions,
        )
        yield _step(
            meeting, "questions", sentence, t("Reply"), due_on=day, icon="comment", anchor="questions"
        )
    items = waiting_items(context.session, meeting)
    if items:
        sentence = nt(
            "%(count)d item is asked for by members", "%(count)d items are asked for by members", items
        )
        yield _step(meeting, "items", sentence, t("See what is asked"), icon="agenda", anchor="member-items")


def _step(
    meeting: Assembly,
    name: str,
    sentence: Text,
    act: Text,
    *,
    icon: str,
    due_on: date | None = None,
    anchor: str | None = None,
) -> NextStep:
    return NextStep(
        key=f"assemblies.{meeting.id}.{name}", sentence=sentence, act=act, endpoint="assemblies.show",
        values={"assembly_id": meeting.id, "_anchor": anchor}, about=meeting.title, due_on=due_on, icon=icon,
        weight=11,
    )  # fmt: skip
