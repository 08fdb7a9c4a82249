"""Hold an assembly: open it with its bureau, find the quorum, close it."""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from collegial.assemblies.events import AssemblyClosed, AssemblyFoundInquorate, AssemblyOpened, QuorumTaken
from collegial.assemblies.models import Assembly, AssemblyState, QuorumRecord
from collegial.assemblies.permissions import CONDUCT
from collegial.assemblies.queries.attending import attendance_by_college, quorum_rulings
from collegial.assemblies.queries.bureau import spelled
from collegial.assemblies.queries.meetings import decision_kinds, hold_meeting, rules_for
from collegial.assemblies.rules import (
    SCRUTINEERS,
    QuorumVerdict,
    demanded,
    named_apart,
    quorum,
    scrutineers_needed,
)
from collegial.assemblies.services.attending import end_stays
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.fractions import show_fraction
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.statutes.rules import DecisionKind, legal_figure


def open_assembly(
    context: Context, meeting: Assembly, *, chair: str, scrutineers: str, secretary: str, why_few: str = ""
) -> None:
    """Open the sitting with its bureau (L39), spelled as on the roll, and write the quorum down.

    `why_few` says why there are fewer scrutineers than the law asks for; the minutes print it. Raises Refused before
    the hour of the convocation, or when it is not convened; Invalid without a bureau, or without that reason.
    """
    require(context.by, CONDUCT)
    hold_meeting(context.session, meeting)
    if meeting.state is not AssemblyState.CONVENED:
        raise Refused(
            "assemblies.not_convened",
            t("Only an assembly that is convened, and not yet held, can be opened."),
        )
    if context.clock.now() < meeting.starts_at:
        raise Refused(
            "assemblies.before_hour", t("The assembly cannot be opened before the hour of its convocation.")
        )
    for field, name in (("chair", chair), ("scrutineers", scrutineers), ("secretary", secretary)):
        if not name.strip():
            raise Invalid(
                "assemblies.no_bureau",
                t("The bureau needs a chair, scrutineers and a secretary."),
                field=field,
            )
    spell = partial(spelled, context.session, meeting.id)
    named = tuple(dict.fromkeys(map(spell, named_apart(scrutineers))))
    meeting.few_scrutineers = why_so_few(context, meeting, named, why_few)
    meeting.chair_name, meeting.secretary_name = spell(chair), spell(secretary)
    meeting.scrutineers = ", ".join(named)
    meeting.state, meeting.opened_at = AssemblyState.OPEN, context.clock.now()
    context.emit(AssemblyOpened(assembly=meeting.id))
    for kind in decision_kinds(meeting):
        take_quorum(context, meeting, kind)


def why_so_few(context: Context, meeting: Assembly, named: Sequence[str], reason: str) -> str | None:
    """Return why fewer scrutineers are named than the law asks for, None where enough are; raises Invalid unsaid."""
    rules, today = rules_for(context.session, meeting, context.zone), context.today
    needed = scrutineers_needed(rules, on=today)
    if len(named) >= needed:
        return None
    figure = legal_figure(SCRUTINEERS, on=today)
    if not reason.strip():
        raise Invalid(
            "assemblies.few_scrutineers",
            t(
                "The law asks for %(needed)d scrutineers (%(source)s). Name who else accepts, or write here why nobody "
                "does: the minutes say so.",
                needed=needed,
                source=figure.cited if figure else "",
            ),
            field="why_few",
        )
    return reason.strip()


def take_quorum(context: Context, meeting: Assembly, kind: DecisionKind) -> QuorumVerdict:
    """Compute the quorum now and write it down for the minutes (L39: at the opening and at each vote).

    Raises Refused where the statutes ask for a rule of a module that is not available.
    """
    require(context.by, CONDUCT)
    rules = rules_for(context.session, meeting, context.zone)
    attendance = attendance_by_college(context.session, meeting, rules)
    rulings = quorum_rulings(context, rules, kind, attendance)
    verdict = demanded(quorum(rules.quorum(kind, meeting.convocation), attendance), rulings)
    context.session.add(
        QuorumRecord(
            assembly_id=meeting.id, kind=kind, taken_at=context.clock.now(), reached=verdict.reached,
            value=verdict.value, required=verdict.required, count=verdict.count, needed=verdict.needed,
            colleges=[{**asdict(one), "weight": show_fraction(one.weight)} for one in attendance],
            rulings=rulings or None,
        )
    )  # fmt: skip
    context.emit(
        QuorumTaken(
            assembly=meeting.id,
            kind=kind.value,
            count=verdict.count,
            needed=verdict.needed,
            reached=verdict.reached,
        )
    )
    return verdict


def declare_inquorate(context: Context, meeting: Assembly) -> None:
    """End an assembly that cannot decide anything; opens the way to the second convocation.

    Raises Refused while any of its kinds of decision reaches the quorum.
    """
    require(context.by, CONDUCT)
    _under_way(context, meeting)
    if any(take_quorum(context, meeting, kind).reached for kind in decision_kinds(meeting)):
        raise Refused(
            "assemblies.quorate",
            t("The quorum is reached for a part of the agenda: that part can be decided."),
        )
    _end(context, meeting, AssemblyState.INQUORATE)
    context.emit(AssemblyFoundInquorate(assembly=meeting.id))


def close_assembly(context: Context, meeting: Assembly, *, debate: str = "") -> None:
    """End the sitting; everyone still there leaves at that moment."""
    require(context.by, CONDUCT)
    _under_way(context, meeting)
    meeting.debate = debate.strip() or None
    _end(context, meeting, AssemblyState.CLOSED)
    context.emit(AssemblyClosed(assembly=meeting.id))


def _under_way(context: Context, meeting: Assembly) -> None:
    hold_meeting(context.session, meeting)
    if meeting.state is not AssemblyState.OPEN:
        raise Refused("assemblies.not_open", t("The assembly is not open."))


def _end(context: Context, meeting: Assembly, state: AssemblyState) -> None:
    meeting.state, meeting.closed_at = state, end_stays(context, meeting)
