"""What rules of modules said of a decision or of a quorum: kept with it, and told with its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from collegial.assemblies.rules.attending import QuorumVerdict
from collegial.hooks.ruling import AttendanceRule, DecisionRule, Ruling
from collegial.kernel.sentences import read_text, written_text
from collegial.kernel.text import Text, t

Sealed = Mapping[str, Any]


def sealed_ruling(rule: AttendanceRule | DecisionRule, ruling: Ruling) -> dict[str, Any]:
    """Return what a rule said, as JSON can hold it: read again without its module."""
    return {
        "key": rule.key,
        "label": written_text(rule.label),
        "is_met": ruling.is_met,
        "reason": written_text(ruling.reason),
    }


def demanded(verdict: QuorumVerdict, rulings: Sequence[Sealed]) -> QuorumVerdict:
    """Return a quorum with what rules of modules said: one that is not met misses what the statutes reach."""
    if not rulings:
        return verdict
    is_met = all(one["is_met"] for one in rulings)
    return replace(
        verdict,
        reached=verdict.reached and is_met,
        steps=(*verdict.steps, *map(_told, rulings)),
        missing=verdict.missing if is_met else None,  # no number of heads says what a module asks for
    )


def _told(ruling: Sealed) -> Text:
    label, reason = read_text(ruling["label"]), read_text(ruling["reason"])
    if ruling["is_met"]:
        return t("The statutes also ask: %(rule)s. It is met. %(reason)s", rule=label, reason=reason)
    return t(
        "The statutes also ask: %(rule)s. It is not met: the quorum is missed. %(reason)s",
        rule=label,
        reason=reason,
    )
