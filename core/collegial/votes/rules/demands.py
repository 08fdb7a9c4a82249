"""What rules of modules said of a decision: sealed with its result, and told with its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from collegial.hooks.ruling import CollegeFigures
from collegial.kernel.sentences import read_text
from collegial.kernel.text import Text, t
from collegial.votes.rules.sums import CollegeSums, Result

Sealed = Mapping[str, Any]


def figures_of(sums: Sequence[CollegeSums]) -> tuple[CollegeFigures, ...]:
    """Return the sums of a decision as rules of modules look at them."""
    return tuple(CollegeFigures(**asdict(one)) for one in sums)


def ruled(result: Result, rulings: Sequence[Sealed]) -> Result:
    """Return a result with what rules of modules said: one that is not met refuses what the statutes adopt."""
    if not rulings:
        return result
    told = tuple(_told(one) for one in rulings)
    is_met = all(one["is_met"] for one in rulings)
    adopted = None if result.adopted is None else result.adopted and is_met
    return replace(result, adopted=adopted, steps=(*result.steps, *told))


def _told(ruling: Sealed) -> Text:
    label, reason = read_text(ruling["label"]), read_text(ruling["reason"])
    if ruling["is_met"]:
        return t("The statutes also ask: %(rule)s. It is met. %(reason)s", rule=label, reason=reason)
    return t(
        "The statutes also ask: %(rule)s. It is not met: nothing is adopted. %(reason)s",
        rule=label,
        reason=reason,
    )
