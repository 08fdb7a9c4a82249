"""From the votes of each college to what it carries into the total."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from collegial.statutes.rules import Carry, Fallback, MajorityBase
from collegial.votes.rules.sums import CarriedCollege, CollegeSums, Standing

_HALF = Fraction(1, 2)
_NOTHING = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class StandingCollege:
    """A college with its share of votes in favour and the side it takes, before any weight moves."""

    sums: CollegeSums
    for_share: Fraction | None
    standing: Standing
    fallback: Fallback | None = None

    @property
    def lacks_rule(self) -> bool:
        """Say whether the statutes should tell what becomes of this weight, and do not."""
        return self.standing is not Standing.DECIDED and self.fallback is None


def stand(
    sums: CollegeSums, base: MajorityBase, carry: Carry, fallbacks: Mapping[Standing, Fallback | None]
) -> StandingCollege:
    """Tell whether a college decides, ties or is empty.

    Under the bases present and members an abstention counts against, so a college where nobody votes is not
    empty but wholly against. A tie matters only where the whole weight goes to one side.
    """
    total = sums.base(base)
    for_share = Fraction(sums.for_, total) if total else None
    standing = Standing.DECIDED
    if for_share is None:
        standing = Standing.EMPTY
    elif carry is Carry.MAJORITY and for_share == _HALF:
        standing = Standing.TIED
    return StandingCollege(
        sums=sums, for_share=for_share, standing=standing, fallback=fallbacks.get(standing)
    )


def carry_heads(colleges: Sequence[StandingCollege], base: MajorityBase) -> tuple[CarriedCollege, ...]:
    """Carry all votes together without weights: each college adds its votes over the base of all."""
    total = sum(college.sums.base(base) for college in colleges)
    return tuple(
        _carried(
            college,
            counted_weight=Fraction(college.sums.base(base), total) if total else _NOTHING,
            carried=Fraction(college.sums.for_, total) if total else _NOTHING,
        )
        for college in colleges
    )


def carry_weights(colleges: Sequence[StandingCollege], carry: Carry) -> tuple[CarriedCollege, ...]:
    """Carry each weight, after the weights of tied and empty colleges went where the statutes send them.

    drop: the weight leaves the total, and the others are measured against what remains.
    share: the weight goes in equal parts to the colleges that decide; with none to receive it, it is dropped.
    against: the weight stays in the total and carries nothing.
    """
    remaining = remaining_weights([(one.sums.weight, one.standing, one.fallback) for one in colleges])
    total = sum(remaining, _NOTHING)
    counted = [weight / total if total else _NOTHING for weight in remaining]
    return tuple(
        _carried(college, counted_weight=weight, carried=weight * _part_for(college, carry))
        for college, weight in zip(colleges, counted, strict=True)
    )


def leave_uncarried(colleges: Sequence[StandingCollege]) -> tuple[CarriedCollege, ...]:
    """Carry nothing, where no vote counts or a missing rule leaves the total undefined."""
    return tuple(_carried(college, counted_weight=_NOTHING, carried=_NOTHING) for college in colleges)


def remaining_weights(colleges: Sequence[tuple[Fraction, Standing, Fallback | None]]) -> list[Fraction]:
    """Return what colleges weigh once the weights of those that do not decide went where they are sent."""
    decided = sum(standing is Standing.DECIDED for _, standing, _ in colleges)
    shared = sum((weight for weight, _, fallback in colleges if fallback is Fallback.SHARE), _NOTHING)
    received = shared / decided if decided else _NOTHING
    return [
        weight + received
        if standing is Standing.DECIDED
        else (weight if fallback is Fallback.AGAINST else _NOTHING)
        for weight, standing, fallback in colleges
    ]


def _part_for(college: StandingCollege, carry: Carry) -> Fraction:
    if college.standing is not Standing.DECIDED or college.for_share is None:
        return _NOTHING
    if carry is Carry.MAJORITY:
        return Fraction(college.for_share > _HALF)
    return college.for_share


def _carried(college: StandingCollege, *, counted_weight: Fraction, carried: Fraction) -> CarriedCollege:
    return CarriedCollege(
        key=college.sums.key,
        name=college.sums.name,
        weight=college.sums.weight,
        standing=college.standing,
        for_share=college.for_share,
        counted_weight=counted_weight,
        carried=carried,
    )
