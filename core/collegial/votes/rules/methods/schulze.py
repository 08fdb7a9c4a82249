"""Condorcet's comparison of every pair, completed by Schulze's strongest paths (winning votes)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from collegial.votes.rules.methods.papers import Election, Paper, Selection, Tie, seat_tie, select_best

Matrix = list[list[int]]


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Who is elected, how many papers prefer each candidate to each other, and the strength of the paths."""

    elected: tuple[str, ...]
    candidates: tuple[str, ...]
    preferences: Matrix
    paths: Matrix
    ties: tuple[Tie, ...]


def schulze(election: Election) -> Compared:
    """Elect the candidates whose paths beat all the others'; one that a paper does not name is last on it."""
    standing = election.standing
    preferences = _preferences(election, standing)
    paths = _strongest_paths(preferences)
    chosen = select_best(_levels(paths), election.seats, listed_first=election.listed_first)
    return Compared(
        elected=election.names(standing[row] for row in chosen.elected),
        candidates=election.names(standing),
        preferences=preferences,
        paths=paths,
        ties=_ties(election, standing, chosen),
    )


def _ties(election: Election, standing: Sequence[int], chosen: Selection) -> tuple[Tie, ...]:
    if not chosen.tied:
        return ()
    names = election.names(standing[row] for row in chosen.tied)
    return (seat_tie(names, is_settled=chosen.is_settled),)


def _preferences(election: Election, standing: Sequence[int]) -> Matrix:
    row_of = {place: row for row, place in enumerate(standing)}
    matrix = [[0] * len(standing) for _ in standing]
    for paper in election.papers:
        _prefer(matrix, _ranked_rows(election, paper, row_of), paper.count)
    return matrix


def _ranked_rows(election: Election, paper: Paper, row_of: dict[int, int]) -> list[list[int]]:
    """Return the rows of each rank, those that are not named last; the first naming of a candidate counts."""
    left, ranks = set(row_of.values()), list[list[int]]()
    for rank in election.ranks_without_withdrawn(paper):
        rows = [row_of[place] for place in dict.fromkeys(rank) if row_of[place] in left]
        left -= set(rows)
        ranks.append(rows)
    return [*ranks, sorted(left)]


def _prefer(matrix: Matrix, ranks: list[list[int]], count: int) -> None:
    for above, rank in enumerate(ranks):
        for row in rank:
            for lower in ranks[above + 1 :]:
                for other in lower:
                    matrix[row][other] += count


def _strongest_paths(preferences: Matrix) -> Matrix:
    """Widen each path by way of each candidate in turn (Floyd and Warshall), on winning votes."""
    size = range(len(preferences))
    paths = [[preferences[a][b] if preferences[a][b] > preferences[b][a] else 0 for b in size] for a in size]
    for via in size:
        for start, end in permutations(size, 2):
            if via not in (start, end):
                paths[start][end] = max(paths[start][end], min(paths[start][via], paths[via][end]))
    return paths


def _levels(paths: Matrix) -> list[list[int]]:
    """Group candidates from the best: a level holds those that nobody who is left beats.

    Schulze's relation has no cycle, so each round leaves somebody; two of one level may still be
    comparable to none, which is a tie.
    """
    left, levels = list(range(len(paths))), list[list[int]]()
    while left:
        best = [row for row in left if not any(paths[other][row] > paths[row][other] for other in left)]
        levels.append(best)
        left = [row for row in left if row not in best]
    return levels
