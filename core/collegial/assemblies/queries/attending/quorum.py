"""Find whether those who attend are enough, by the statutes and by the rules of modules that they name."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from collegial.assemblies.models import Assembly, QuorumRecord
from collegial.assemblies.queries.attending.counting import attendance_by_college
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.rules import CollegeAttendance, QuorumVerdict, demanded, quorum, sealed_ruling
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.sentences import written_text
from collegial.kernel.text import t
from collegial.statutes.rules import DecisionKind, QuorumRule, StatuteRules


def quorum_of(context: Context, meeting: Assembly, kind: DecisionKind) -> QuorumVerdict:
    """Compute the quorum of a kind of decision, now; one that cannot be found is missed, and says why."""
    rules = rules_for(context.session, meeting, context.zone)
    attendance = attendance_by_college(context.session, meeting, rules)
    verdict = quorum(rules.quorum(kind, meeting.convocation), attendance)
    asked = rules.quorum_demands.get(kind, ())
    return demanded(verdict, [_ruling_or_why(context, key, attendance) for key in asked])


def recorded_attendance(record: QuorumRecord) -> tuple[CollegeAttendance, ...]:
    """Return the attendance that a quorum was computed from."""
    return tuple(CollegeAttendance(**{**one, "weight": Fraction(one["weight"])}) for one in record.colleges)


def quorum_again(record: QuorumRecord, rule: QuorumRule) -> QuorumVerdict:
    """Compute a quorum again from what was kept of it; under another rule than the statutes', it is a simulation."""
    return demanded(quorum(rule, recorded_attendance(record)), record.rulings or ())


def quorum_rulings(
    context: Context, rules: StatuteRules, kind: DecisionKind, attendance: Sequence[CollegeAttendance]
) -> list[dict[str, Any]]:
    """Return what each rule of a module says of a quorum; raises Refused where one is missing or fails."""
    return [_ruling(context, key, attendance) for key in rules.quorum_demands.get(kind, ())]


def _ruling(context: Context, key: str, attendance: Sequence[CollegeAttendance]) -> dict[str, Any]:
    if context.methods is None:
        raise Refused("assemblies.rule_unavailable", t("This program offers no rule of a module."))
    rule = context.methods.quorum_rule(context.session, key)
    return sealed_ruling(rule, rule.judge(attendance))


def _ruling_or_why(context: Context, key: str, attendance: Sequence[CollegeAttendance]) -> dict[str, Any]:
    """Keep the page up where a rule cannot be asked: the room sees that the quorum is missed, and why."""
    try:
        return _ruling(context, key, attendance)
    except Refused as refusal:
        label, reason = t("the quorum “%(key)s” of a module", key=key), refusal.text
        return {"key": key, "label": written_text(label), "is_met": False, "reason": written_text(reason)}
