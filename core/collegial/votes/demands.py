"""Ask the rules of modules that the statutes name: none may be missing when a vote opens, nor when it is counted."""

from collections.abc import Iterable, Sequence
from typing import Any

from collegial.kernel.events import Context
from collegial.statutes.rules import DecisionKind, StatuteRules
from collegial.votes.asking import methods_of
from collegial.votes.rules import CollegeSums
from collegial.votes.rules.demands import figures_of, sealed_ruling


def check_demands(context: Context, rules: StatuteRules, kinds: Iterable[DecisionKind]) -> None:
    """Raise Refused, naming its module, for a rule that the statutes ask for and that is not available."""
    for kind in kinds:
        for key in rules.demands.get(kind, ()):
            methods_of(context.methods).decision_rule(context.session, key)


def rulings_on(
    context: Context, rules: StatuteRules, kind: DecisionKind, sums: Sequence[CollegeSums]
) -> list[dict[str, Any]]:
    """Return what each rule says of a decision, to be sealed; raises Refused where one is missing or fails."""
    found = []
    for key in rules.demands.get(kind, ()):
        rule = methods_of(context.methods).decision_rule(context.session, key)
        found.append(sealed_ruling(rule, rule.judge(figures_of(sums))))
    return found
