"""Say that options are equal for the last seats, and what follows from it."""

from collections.abc import Mapping, Sequence

from collegial.hooks.voting import Poll, Tied, TieRule
from collegial.kernel.listing import listed
from collegial.kernel.text import t
from collegial.votes.rules.methods.papers import Score, levels_of, select_best


def elect_best(poll: Poll, scores: Mapping[int, Score]) -> tuple[tuple[int, ...], tuple[Tied, ...]]:
    """Return who is elected by score, best first, and the tie for the last seats; nobody with nothing is."""
    levels = [level for level in levels_of(scores) if scores[level[0]]]
    chosen = select_best(levels, poll.seats, listed_first=poll.ties is TieRule.LISTED)
    return chosen.elected, tied_for_seats(poll, chosen.tied, is_settled=chosen.is_settled)


def tied_for_seats(poll: Poll, tied: Sequence[int], *, is_settled: bool) -> tuple[Tied, ...]:
    """Return the tie for the last seats in words; nothing where nobody is tied."""
    if not tied:
        return ()
    names = listed(poll.name(one) for one in tied)
    if is_settled:
        text = t(
            "%(names)s are tied for the last seats: by the rule of this vote, whoever stands first on the list "
            "is elected.",
            names=names,
        )
    else:
        text = t(
            "%(names)s are tied for the last seats, and no rule says who comes first: these seats stay empty.",
            names=names,
        )
    return (Tied(options=tuple(tied), text=text, is_settled=is_settled),)
