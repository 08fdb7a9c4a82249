"""Each step of a count as a sentence with its figures, for the page, the minutes and the verifier alike."""

from collections.abc import Sequence
from fractions import Fraction

from collegial.kernel.fractions import Percent, show_fraction
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import Carry, Fallback, MajorityBase, MajorityRule
from collegial.votes.rules.carrying import StandingCollege
from collegial.votes.rules.sums import CarriedCollege, CollegeSums, Standing


def tally_step(sums: CollegeSums) -> Text:
    """Tell what a college voted, or all members where they vote together."""
    if not sums.name:
        return t(
            "Votes cast %(cast)d, for %(favour)d, against %(against)d; "
            "not cast: abstentions %(abstain)d, blank %(blank)d, void %(void)d.",
            cast=sums.cast, favour=sums.for_, against=sums.against,
            abstain=sums.abstain, blank=sums.blank, void=sums.void,
        )  # fmt: skip
    return t(
        "College %(name)s: votes cast %(cast)d, for %(favour)d, against %(against)d; "
        "not cast: abstentions %(abstain)d, blank %(blank)d, void %(void)d.",
        name=sums.name,
        cast=sums.cast,
        favour=sums.for_,
        against=sums.against,
        abstain=sums.abstain,
        blank=sums.blank,
        void=sums.void,
    )


def carry_step(standing: StandingCollege, carried: CarriedCollege, carry: Carry, base: MajorityBase) -> Text:
    """Tell what a college adds to the total, or what becomes of a weight that takes no side."""
    if standing.standing is not Standing.DECIDED:
        return _fallback_step(standing)
    if carry is Carry.PROPORTIONAL:
        return _proportional_step(standing.sums, carried, base)
    if carried.carried:
        return t(
            "College %(name)s is in favour: its whole weight counts for, %(weight)s.",
            name=carried.name,
            weight=show_fraction(carried.counted_weight),
        )
    return t(
        "College %(name)s is not in favour: its whole weight counts against, %(weight)s.",
        name=carried.name,
        weight=show_fraction(carried.counted_weight),
    )


def heads_step(colleges: Sequence[CollegeSums], base: MajorityBase) -> Text:
    """Tell the sum of all votes where no weight counts."""
    favour = sum(college.for_ for college in colleges)
    total = sum(college.base(base) for college in colleges)
    if base is MajorityBase.CAST:
        return nt(
            "All together, %(favour)d of %(total)d votes cast is in favour.",
            "All together, %(favour)d of %(total)d votes cast are in favour.",
            favour,
            favour=favour,
            total=total,
        )
    if base is MajorityBase.PRESENT:
        return nt(
            "All together, %(favour)d vote is in favour for %(total)d voting rights attending.",
            "All together, %(favour)d votes are in favour for %(total)d voting rights attending.",
            favour,
            favour=favour,
            total=total,
        )
    return nt(
        "All together, %(favour)d vote is in favour for %(total)d members.",
        "All together, %(favour)d votes are in favour for %(total)d members.",
        favour,
        favour=favour,
        total=total,
    )


def total_step(for_share: Fraction) -> Text:
    """Tell the total in favour."""
    return t(
        "The total in favour is %(share)s (%(percent)s).",
        share=show_fraction(for_share),
        percent=Percent(for_share),
    )


def verdict_step(majority: MajorityRule, *, adopted: bool) -> Text:
    """Tell the threshold, its strictness and the verdict."""
    threshold = show_fraction(majority.threshold)
    if majority.strict and adopted:
        sentence = t("More than %(threshold)s is needed: the resolution is adopted.", threshold=threshold)
    elif majority.strict:
        sentence = t("More than %(threshold)s is needed: the resolution is rejected.", threshold=threshold)
    elif adopted:
        sentence = t("At least %(threshold)s is needed: the resolution is adopted.", threshold=threshold)
    else:
        sentence = t("At least %(threshold)s is needed: the resolution is rejected.", threshold=threshold)
    return sentence


def nothing_counts_step() -> Text:
    """Tell that no side was taken at all."""
    return t("No vote counts in any college: the resolution is rejected.")


def missing_rule_step(standing: Standing, name: str) -> Text:
    """Tell which rule the statutes miss, and for which college."""
    if standing is Standing.TIED:
        return t(
            "College %(name)s is tied and the statutes do not say what a tie means: the result is undefined.",
            name=name,
        )
    return t(
        "College %(name)s has no vote to count and the statutes do not say what becomes of its weight: "
        "the result is undefined.",
        name=name,
    )


def _proportional_step(sums: CollegeSums, carried: CarriedCollege, base: MajorityBase) -> Text:
    figures = {
        "name": sums.name,
        "favour": sums.for_,
        "total": sums.base(base),
        "weight": show_fraction(carried.counted_weight),
        "carried": show_fraction(carried.carried),
    }
    if base is MajorityBase.CAST:
        return t(
            "College %(name)s: %(favour)d of %(total)d votes cast in favour, weight %(weight)s, "
            "carries %(carried)s.",
            **figures,
        )
    if base is MajorityBase.PRESENT:
        return nt(
            "College %(name)s: %(favour)d vote in favour for %(total)d attending, weight %(weight)s, carries "
            "%(carried)s.",
            "College %(name)s: %(favour)d votes in favour for %(total)d attending, weight %(weight)s, carries "
            "%(carried)s.",
            sums.for_,
            **figures,
        )
    return nt(
        "College %(name)s: %(favour)d vote in favour for %(total)d members, weight %(weight)s, carries %(carried)s.",
        "College %(name)s: %(favour)d votes in favour for %(total)d members, weight %(weight)s, carries %(carried)s.",
        sums.for_,
        **figures,
    )


def _fallback_step(college: StandingCollege) -> Text:
    name, weight = college.sums.name, show_fraction(college.sums.weight)
    if college.standing is Standing.TIED:
        return _tied_step(college.fallback, name, weight)
    if college.fallback is Fallback.DROP:
        return t(
            "College %(name)s has no vote to count: its weight %(weight)s leaves the total.",
            name=name,
            weight=weight,
        )
    if college.fallback is Fallback.SHARE:
        return t(
            "College %(name)s has no vote to count: its weight %(weight)s goes in equal parts "
            "to the colleges that decide.",
            name=name,
            weight=weight,
        )
    return t(
        "College %(name)s has no vote to count: its weight %(weight)s counts against.",
        name=name,
        weight=weight,
    )


def _tied_step(fallback: Fallback | None, name: str, weight: str) -> Text:
    if fallback is Fallback.DROP:
        return t(
            "College %(name)s is tied: its weight %(weight)s leaves the total.", name=name, weight=weight
        )
    if fallback is Fallback.SHARE:
        return t(
            "College %(name)s is tied: its weight %(weight)s goes in equal parts "
            "to the colleges that decide.",
            name=name,
            weight=weight,
        )
    return t("College %(name)s is tied: its weight %(weight)s counts against.", name=name, weight=weight)
