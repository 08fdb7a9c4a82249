"""Which category each tie leads to here, and which applications ask for one that their answers do not fit."""

from collections.abc import Mapping, Sequence

from collegial.joining.models import Application
from collegial.joining.rules import DECIDABLE, Tie, doubt_category
from collegial.kernel.text import Text
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import CategoryRule
from collegial.web.program import current_program
from collegial.web.request import act, session


def categories_of_ties() -> dict[Tie, str]:
    """Return the key of the category to which each tie leads, as the deployment sets it."""
    ways = current_program().settings.joining
    return {tie: getattr(ways, tie.value) for tie in Tie}


def doubts(some: Sequence[Application]) -> dict[int, Text]:
    """Say, by the number of an application still to be decided, why its category is to be checked."""
    statutes, ways = statutes_on(session(), act().today), categories_of_ties()
    rules = rules_of(statutes).categories if statutes else ()
    found = {one.id: _doubt(one, ways, rules) for one in some if one.state in DECIDABLE}
    return {number: why for number, why in found.items() if why is not None}


def _doubt(one: Application, ways: Mapping[Tie, str], rules: Sequence[CategoryRule]) -> Text | None:
    ties = [tie for tie in Tie if tie.value in one.ties]
    return doubt_category(one.kind.value, ties, one.category_key, ways, rules)
