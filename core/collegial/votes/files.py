"""Counts for the outside: figures or an election come in a file, the decision goes out as plain data."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from collegial.assemblies.rules import CollegeAttendance, QuorumVerdict, quorum
from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import t
from collegial.statutes.rules import Carry, Fallback, MajorityBase, MajorityRule, QuorumBase, QuorumRule
from collegial.votes.reading import Table, read_json
from collegial.votes.rules import CollegeSums, Result, result, under_quorum
from collegial.votes.rules.methods import (
    GradedElection,
    Tie,
    approval,
    instant_runoff,
    majority_judgment,
    plurality,
    read_blt,
    schulze,
    scottish_stv,
)
from collegial.votes.rules.methods.stv import UNIT

_WAYS = ("present", "represented", "remote", "correspondence")
_VOTES = ("for", "against", "abstain", "blank", "void")


def count_file(text: str) -> dict[str, Any]:
    """Decide from figures by college; raise Invalid for a file that cannot be counted.

    `adopted` is None where the quorum is missed or a rule is undefined: the last step says why.
    """
    root = read_json(text)
    root.only("quorum", "majority", "carry", "on_tie", "on_empty", "colleges")
    colleges = root.tables("colleges")
    verdict = quorum(_quorum_rule(root.table("quorum")), [_attendance(one) for one in colleges])
    counted = result(
        _majority_rule(root.table("majority")), root.choice("carry", Carry),
        root.optional_choice("on_tie", Fallback), root.optional_choice("on_empty", Fallback),
        [_sums(one) for one in colleges],
    )  # fmt: skip
    decided = under_quorum(counted, verdict)
    return {
        "quorum": _written_quorum(verdict),
        "result": _written_result(decided),
        "steps": [str(step) for step in decided.steps],
    }


def tally_file(method: str, text: str) -> dict[str, Any]:
    """Count an election file by a method; raise Invalid for a file, or a use of a method, that cannot be."""
    return METHODS[method](text)


def _written_quorum(verdict: QuorumVerdict) -> dict[str, Any]:
    return {
        "reached": verdict.reached,
        "value": show_fraction(verdict.value),
        "required": show_fraction(verdict.required),
        "count": verdict.count,
        "needed": verdict.needed,
    }


def _written_result(decided: Result) -> dict[str, Any]:
    return {
        "adopted": decided.adopted,
        "for": _written(decided.for_share),
        "threshold": show_fraction(decided.threshold),
        "colleges": [
            {"key": one.key, "for": _written(one.for_share), "carried": show_fraction(one.carried)}
            for one in decided.colleges
        ],
    }


def _written(share: Fraction | None) -> str | None:
    return None if share is None else show_fraction(share)


def _quorum_rule(table: Table) -> QuorumRule:
    table.only("at_least", "base", "per_college")
    return QuorumRule(
        at_least=table.share("at_least"), base=table.choice("base", QuorumBase),
        per_college=table.flag("per_college"),
    )  # fmt: skip


def _majority_rule(table: Table) -> MajorityRule:
    table.only("threshold", "strict", "base")
    return MajorityRule(
        threshold=table.share("threshold"),
        strict=table.flag("strict"),
        base=table.choice("base", MajorityBase),
    )


def _attendance(table: Table) -> CollegeAttendance:
    table.only("key", "weight", "members", *_WAYS, *_VOTES)
    key = table.word("key")
    return CollegeAttendance(
        key=key, name=key, weight=table.share("weight"), members=table.count("members"),
        **{way: table.count(way, default=0) for way in _WAYS},
    )  # fmt: skip


def _sums(table: Table) -> CollegeSums:
    key = table.word("key")
    votes = {"for_" if name == "for" else name: table.count(name, default=0) for name in _VOTES}
    return CollegeSums(
        key=key, name=key, weight=table.share("weight"), members=table.count("members"),
        attending=sum(table.count(way, default=0) for way in _WAYS), **votes,
    )  # fmt: skip


def _stv(text: str) -> dict[str, Any]:
    counted = scottish_stv(read_blt(text))
    rounds = [
        {
            "kind": one.kind.value, "moved": list(one.moved), "elected": list(one.elected),
            "votes": {name: _decimal(votes) for name, votes in one.votes.items()},
            "not_transferable": _decimal(one.not_transferable), "one_way_of_several": place >= counted.agreed,
        }
        for place, one in enumerate(counted.stages)
    ]  # fmt: skip
    return _told(counted.elected, counted.ties, rounds=rounds, quota=counted.quota)


def _irv(text: str) -> dict[str, Any]:
    counted = instant_runoff(read_blt(text))
    is_tied = any(not tie.is_settled for tie in counted.ties)
    rounds = [
        {
            "votes": one.votes, "struck_out": list(one.struck_out), "exhausted": one.exhausted,
            "one_way_of_several": place >= counted.agreed and not is_tied,
        }
        for place, one in enumerate(counted.rounds)
    ]  # fmt: skip
    return _told(counted.elected, counted.ties, rounds=rounds, quota=counted.needed)


def _schulze(text: str) -> dict[str, Any]:
    counted = schulze(read_blt(text))
    names = counted.candidates
    return _told(
        counted.elected, counted.ties,
        matrix=_named(names, counted.preferences), paths=_named(names, counted.paths), quota=None,
    )  # fmt: skip


def _marks(method: Callable[..., Any]) -> Callable[[str], dict[str, Any]]:
    def count(text: str) -> dict[str, Any]:
        counted = method(read_blt(text))
        return _told(
            counted.elected, counted.ties,
            rounds=[{"votes": counted.scores, "exhausted": counted.empty}], quota=None,
        )  # fmt: skip

    return count


def _judgment(text: str) -> dict[str, Any]:
    election = _graded(read_json(text))
    counted = majority_judgment(election)
    given = {name: dict(zip(election.grades, times, strict=True)) for name, times in election.given.items()}
    grades = [
        {"candidate": name, "majority_grade": grade, "given": given[name]} for name, grade in counted.ranking
    ]
    return _told(counted.elected, counted.ties, grades=grades, quota=None)


METHODS: Mapping[str, Callable[[str], dict[str, Any]]] = {
    "scottish-stv": _stv,
    "irv": _irv,
    "schulze": _schulze,
    "plurality": _marks(plurality),
    "approval": _marks(approval),
    "majority-judgment": _judgment,
}


def _told(elected: Sequence[str], ties: Sequence[Tie], **more: Any) -> dict[str, Any]:
    written = [
        {"candidates": list(tie.candidates), "settled": tie.is_settled, "text": str(tie.text)} for tie in ties
    ]
    return {"elected": list(elected), **more, "ties": written}


def _named(names: Sequence[str], matrix: Sequence[Sequence[int]]) -> dict[str, dict[str, int]]:
    return {
        name: {other: row[place] for place, other in enumerate(names) if other != name}
        for name, row in zip(names, matrix, strict=True)
    }


def _decimal(units: int) -> str:
    whole, rest = divmod(units, UNIT)
    return f"{whole}.{rest:05}".rstrip("0").rstrip(".")


def _graded(root: Table) -> GradedElection:
    """Read grades, best first, candidates, seats (1 unless told), and ballots: grades by candidate, with a count.

    A candidate whom a ballot does not grade gets the worst grade from it.
    """
    root.only("grades", "candidates", "seats", "ballots")
    grades, candidates = root.words("grades"), root.words("candidates")
    given = {name: [0] * len(grades) for name in candidates}
    for ballot in root.tables("ballots"):
        _add_grades(ballot, grades, given)
    seats = root.count("seats", default=1)
    if not seats:
        raise root.wrong("seats", t("one seat at least is needed"))
    return GradedElection(
        grades=grades,
        seats=seats,
        given={name: tuple(times) for name, times in given.items()},
    )


def _add_grades(ballot: Table, grades: Sequence[str], given: Mapping[str, list[int]]) -> None:
    ballot.only("count", "grades")
    times, said = ballot.count("count", default=1), ballot.table("grades")
    said.only(*given)
    for name, counts in given.items():
        grade = said.word(name) if said.has(name) else grades[-1]
        if grade not in grades:
            raise said.wrong(name, t("“%(grade)s” is none of the grades", grade=grade[:60]))
        counts[grades.index(grade)] += times
