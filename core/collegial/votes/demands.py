"""Ask the rules of modules that the statutes name: none may be missing when a vote opens, nor when it is counted."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from collegial.assemblies.rules import sealed_ruling
from collegial.hooks.voting import MethodBook
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t
from collegial.statutes.rules import DecisionKind, StatuteRules
from collegial.votes.asking import methods_of
from collegial.votes.models import Question
from collegial.votes.rules import CollegeSums
from collegial.votes.rules.demands import figures_of


def check_demands(context: Context, rules: StatuteRules, kinds: Iterable[DecisionKind]) -> None:
    """Raise Refused, naming its module, for a rule that the statutes ask for and that is not available."""
    for kind in kinds:
        for key in rules.demands.get(kind, ()):
            methods_of(context.methods).decision_rule(context.session, key)


def demands_told(session: Session, book: MethodBook | None, question: Question) -> list[Text]:
    """Return what the statutes of the assembly ask of a decision on a text beside its majority, in words.

    A rule whose module is missing is named by its key: the vote goes on, and is counted once the module is back.
    """
    recorded = question.session.assembly.statutes
    if recorded is None or question.resolution.elects:
        return []
    asked = recorded.document.get("demands", {}).get(question.resolution.kind.value, ())
    return [_told(session, book, key) for key in asked]


def _told(session: Session, book: MethodBook | None, key: str) -> Text:
    try:
        rule = methods_of(book).decision_rule(session, key)
    except Refused:
        return t("The statutes also ask for the rule “%(key)s” of a module.", key=key)
    return t("The statutes also ask: %(rule)s. %(summary)s", rule=rule.label, summary=rule.summary)


def rulings_on(
    context: Context, rules: StatuteRules, kind: DecisionKind, sums: Sequence[CollegeSums]
) -> list[dict[str, Any]]:
    """Return what each rule says of a decision, to be sealed; raises Refused where one is missing or fails."""
    found = []
    for key in rules.demands.get(kind, ()):
        rule = methods_of(context.methods).decision_rule(context.session, key)
        found.append(sealed_ruling(rule, rule.judge(figures_of(sums))))
    return found
