"""Carry sums of marks by the weights of colleges, as the statutes carry votes on a text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from collegial.hooks.voting import Figures, Poll, Scores, Tally
from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import Carry, Fallback
from collegial.votes.rules.carrying import remaining_weights
from collegial.votes.rules.methods.papers import levels_of
from collegial.votes.rules.seating import elect_best
from collegial.votes.rules.sums import Standing

_NOTHING = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class ScoredCollege:
    """The marks that a college gave, and its weight."""

    name: str
    weight: Fraction
    scores: Scores


@dataclass(frozen=True, kw_only=True)
class _Stood:
    """A college with the part of its weight that it gives to each option, before any weight moves."""

    college: ScoredCollege
    standing: Standing
    parts: Mapping[int, Fraction]
    fallback: Fallback | None


def weigh(
    poll: Poll,
    colleges: Sequence[ScoredCollege],
    carry: Carry,
    fallbacks: Mapping[Standing, Fallback | None],
) -> Tally:
    """Elect by carried marks; nobody where a rule of the statutes is missing, which the steps say.

    proportional: each option gets the college's weight times its marks over the papers that mark anybody.
    majority: those whom the college would elect alone get its whole weight each.
    """
    stood = [_stand(poll, one, carry, fallbacks) for one in colleges]
    missing = [one for one in stood if one.standing is not Standing.DECIDED and one.fallback is None]
    if missing:
        return Tally(steps=tuple(_missing_step(one) for one in missing))
    weights = remaining_weights([(one.college.weight, one.standing, one.fallback) for one in stood])
    total = sum(weights, _NOTHING)
    counted = [weight / total if total else _NOTHING for weight in weights]
    carried = {
        one.number: sum(
            (weight * each.parts[one.number] for weight, each in zip(counted, stood, strict=True)), _NOTHING
        )
        for one in poll.options
    }
    elected, ties = elect_best(poll, carried)
    return Tally(
        elected=elected,
        votes={number: show_fraction(carried[number]) for number in elected},
        ties=ties,
        steps=(
            _carry_step(carry),
            *(_step(one, weight) for one, weight in zip(stood, counted, strict=True)),
        ),
        figures=(_figures(poll, stood, carried, elected),),
    )


def _stand(
    poll: Poll, college: ScoredCollege, carry: Carry, fallbacks: Mapping[Standing, Fallback | None]
) -> _Stood:
    marks, papers = college.scores.marks, college.scores.papers
    nothing = dict.fromkeys((one.number for one in poll.options), _NOTHING)
    if not papers:
        return _Stood(
            college=college, standing=Standing.EMPTY, parts=nothing, fallback=fallbacks[Standing.EMPTY]
        )
    if carry is not Carry.MAJORITY:
        parts = {number: Fraction(count, papers) for number, count in marks.items()}
        return _Stood(college=college, standing=Standing.DECIDED, parts=parts, fallback=None)
    elected, ties = elect_best(poll, marks)
    if any(not one.is_settled for one in ties):
        return _Stood(
            college=college, standing=Standing.TIED, parts=nothing, fallback=fallbacks[Standing.TIED]
        )
    parts = {number: Fraction(number in elected) for number in marks}
    return _Stood(college=college, standing=Standing.DECIDED, parts=parts, fallback=None)


def _carry_step(carry: Carry) -> Text:
    if carry is Carry.MAJORITY:
        return t("Each college gives its whole weight to those whom it would elect alone.")
    return t(
        "Each college shares out its weight: each candidate gets as large a part of it as their votes are of "
        "the papers that name somebody."
    )


def _step(one: _Stood, weight: Fraction) -> Text:
    name = one.college.name
    if one.standing is Standing.DECIDED:
        return nt(
            "College %(name)s: %(count)d paper names somebody, weight %(weight)s.",
            "College %(name)s: %(count)d papers name somebody, weight %(weight)s.",
            one.college.scores.papers,
            name=name,
            weight=show_fraction(weight),
        )
    if one.standing is Standing.TIED:
        what = t("College %(name)s is tied for its last seats", name=name)
    else:
        what = t("College %(name)s has no paper that names anybody", name=name)
    return t("%(what)s: %(fate)s", what=what, fate=_FATES[one.fallback or Fallback.DROP])


_FATES = {
    Fallback.DROP: t("its weight leaves the total."),
    Fallback.SHARE: t("its weight goes in equal parts to the colleges that decide."),
    Fallback.AGAINST: t("its weight stays in the total and goes to nobody."),
}


def _missing_step(one: _Stood) -> Text:
    if one.standing is Standing.TIED:
        return t(
            "College %(name)s is tied and the statutes do not say what a tie means: the result is undefined.",
            name=one.college.name,
        )
    return t(
        "College %(name)s has no vote to count and the statutes do not say what becomes of its weight: "
        "the result is undefined.",
        name=one.college.name,
    )


def _figures(
    poll: Poll, stood: Sequence[_Stood], carried: Mapping[int, Fraction], elected: Sequence[int]
) -> Figures:
    return Figures(
        caption=t("Votes of each candidate by college, and what they carry"),
        heads=(t("Candidate"), *(one.college.name for one in stood), t("Carried"), t("Result")),
        rows=tuple(
            (
                poll.name(number),
                *(one.college.scores.marks[number] for one in stood),
                show_fraction(carried[number]),
                t("Elected") if number in elected else "–",
            )
            for level in levels_of(carried)
            for number in level
        ),
    )
