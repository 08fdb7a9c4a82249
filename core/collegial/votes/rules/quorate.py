"""A decision under a quorum: what the votes say holds where enough attend, and nothing is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import replace

from collegial.assemblies.rules import QuorumVerdict
from collegial.kernel.text import Text, t
from collegial.votes.rules.sums import Result


def under_quorum(result: Result, verdict: QuorumVerdict) -> Result:
    """Return a result after its quorum: undecided where that is missed, unchanged where it is reached."""
    adopted = result.adopted if verdict.reached else None
    return replace(result, adopted=adopted, steps=steps_under(verdict, result.steps))


def steps_under(verdict: QuorumVerdict, counted: Sequence[Text]) -> tuple[Text, ...]:
    """Return the steps of a quorum and those of a count; where it is missed, the last one says what that means."""
    if verdict.reached:
        return (*verdict.steps, *counted)
    missed = t("The quorum is missed: nothing is decided, whatever the votes say.")
    return (*verdict.steps, *counted, missed)
