"""Name the rules of modules that statutes ask for, as a member reads them."""

from collections.abc import Sequence

from collegial.statutes.rules import DecisionKind, StatuteRules
from collegial.web.languages import say
from collegial.web.program import current_program

Asked = Sequence[tuple[DecisionKind, str]]


def asked_of_modules(rules: StatuteRules | None) -> Asked:
    """Return each kind of decision with the rules that hold beside its quorum and its majority.

    A rule whose module is not installed is named by its key.
    """
    if rules is None:
        return ()
    asked = (("quorum_rules", rules.quorum_demands), ("decision_rules", rules.demands))
    return [
        (kind, _named(hook, key)) for hook, kinds in asked for kind, keys in kinds.items() for key in keys
    ]


def _named(hook: str, key: str) -> str:
    _, rule = current_program().host.by_hook[hook].get(key, ("", None))
    return f"{say(rule.label)} – {say(rule.summary)}" if rule else key
