"""The two methods that add marks: approval, and plurality with one or several seats."""

from dataclasses import dataclass

from collegial.votes.rules.methods.papers import Election, Selection, Tie, levels_of, seat_tie, select_best


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Who is elected with how many marks each candidate has; `empty` papers marked nobody who stands."""

    elected: tuple[str, ...]
    scores: dict[str, int]
    empty: int
    ties: tuple[Tie, ...]


def approval(election: Election) -> Scored:
    """Give one mark to every candidate that a paper names, whatever the rank."""
    scores, empty = dict.fromkeys(election.standing, 0), 0
    for paper in election.papers:
        marked = {place for rank in election.ranks_without_withdrawn(paper) for place in rank}
        empty += 0 if marked else paper.count
        for place in marked:
            scores[place] += paper.count
    return _scored(election, scores, empty)


def plurality(election: Election) -> Scored:
    """Give one mark to the first candidate of a paper; one that ranks several first is not counted."""
    scores, empty = dict.fromkeys(election.standing, 0), 0
    for order, count in election.orders().items():
        if order:
            scores[order[0]] += count
        else:
            empty += count
    return _scored(election, scores, empty)


def _scored(election: Election, scores: dict[int, int], empty: int) -> Scored:
    """Elect those with most marks; nobody is elected without one."""
    levels = [level for level in levels_of(scores) if scores[level[0]]]
    chosen: Selection = select_best(levels, election.seats, listed_first=election.listed_first)
    return Scored(
        elected=election.names(chosen.elected),
        scores={election.candidates[place]: score for place, score in scores.items()},
        empty=empty,
        ties=(seat_tie(election.names(chosen.tied), is_settled=chosen.is_settled),) if chosen.tied else (),
    )
