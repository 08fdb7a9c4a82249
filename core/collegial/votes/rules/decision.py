"""The decision: from sums by college, a majority and a way to carry, to adopted or rejected."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import Text, t
from collegial.statutes.rules import Carry, Fallback, MajorityRule, StatuteRules
from collegial.votes.rules import steps
from collegial.votes.rules.carrying import (
    StandingCollege,
    carry_heads,
    carry_weights,
    leave_uncarried,
    stand,
)
from collegial.votes.rules.sums import CarriedCollege, CollegeSums, Result, Standing


def check_countable(rules: StatuteRules) -> None:
    """Refuse to open a vote whose count might need a rule that the statutes do not give.

    Raise Refused `votes.rule_missing`, before the opening: nobody should choose a rule
    knowing whom it serves.
    """
    if not rules.colleges or rules.carry is Carry.HEADS:
        return
    if rules.carry is Carry.MAJORITY and rules.on_tie is None:
        raise Refused(
            "votes.rule_missing",
            t(
                "The statutes do not say what a tie inside a college means. "
                "Complete them before opening the vote."
            ),
            field="votes.on_tie",
        )
    if rules.on_empty is None:
        raise Refused(
            "votes.rule_missing",
            t(
                "The statutes do not say what becomes of the weight of a college where no vote is cast. "
                "Complete them before opening the vote."
            ),
            field="votes.on_empty",
        )


def result(
    majority: MajorityRule,
    carry: Carry,
    on_tie: Fallback | None,
    on_empty: Fallback | None,
    colleges: Sequence[CollegeSums],
) -> Result:
    """Decide from the sums of each college; raise Invalid for sums that cannot be right.

    Without colleges, give the whole roll as one college of weight 1 under `Carry.HEADS`.
    `carry_weights` says what each fallback does; `Standing` says when one is needed.
    """
    _check(colleges)
    fallbacks = {Standing.TIED: on_tie, Standing.EMPTY: on_empty}
    standings = [stand(sums, majority.base, carry, fallbacks) for sums in colleges]
    tallies = [steps.tally_step(sums) for sums in colleges]
    if all(college.standing is Standing.EMPTY for college in standings):
        return _decide(majority, leave_uncarried(standings), tallies)
    missing = [college for college in standings if college.lacks_rule]
    if missing and carry is not Carry.HEADS:
        return _undefined(majority, standings, missing, tallies)
    if carry is Carry.HEADS:
        carried = carry_heads(standings, majority.base)
        carrying = [steps.heads_step(colleges, majority.base)]
    else:
        carried = carry_weights(standings, carry)
        carrying = [
            steps.carry_step(standing, college, carry, majority.base)
            for standing, college in zip(standings, carried, strict=True)
        ]
    return _decide(majority, carried, [*tallies, *carrying])


def _decide(majority: MajorityRule, carried: tuple[CarriedCollege, ...], before: Sequence[Text]) -> Result:
    for_share = sum((college.carried for college in carried), Fraction(0))
    # With every weight dropped there is no total to reach the threshold, whatever the threshold is.
    counts = any(college.counted_weight for college in carried)
    reached = for_share > majority.threshold if majority.strict else for_share >= majority.threshold
    adopted = counts and reached
    verdict = steps.verdict_step(majority, adopted=adopted) if counts else steps.nothing_counts_step()
    return Result(
        adopted=adopted,
        for_share=for_share,
        threshold=majority.threshold,
        strict=majority.strict,
        colleges=carried,
        steps=(*before, steps.total_step(for_share), verdict),
    )


def _undefined(
    majority: MajorityRule,
    standings: Sequence[StandingCollege],
    missing: Sequence[StandingCollege],
    before: Sequence[Text],
) -> Result:
    reasons = [steps.missing_rule_step(college.standing, college.sums.name) for college in missing]
    return Result(
        adopted=None,
        for_share=None,
        threshold=majority.threshold,
        strict=majority.strict,
        colleges=leave_uncarried(standings),
        steps=(*before, *reasons),
    )


def _check(colleges: Sequence[CollegeSums]) -> None:
    if not colleges:
        raise Invalid("votes.no_college", t("There is nothing to count. Give the sums of a college."))
    key, times = Counter(sums.key for sums in colleges).most_common(1)[0]
    if times > 1:
        raise Invalid(
            "votes.duplicate_college",
            t("College “%(key)s” is given %(times)d times. Give each college once.", key=key, times=times),
        )
    for sums in colleges:
        _check_sums(sums)
    weights = sum((sums.weight for sums in colleges), Fraction(0))
    if weights != 1:
        raise Invalid(
            "votes.weights",
            t(
                "The weights of the colleges sum to %(total)s. They must sum to exactly 1.",
                total=show_fraction(weights),
            ),
        )


def _check_sums(sums: CollegeSums) -> None:
    counts = (sums.members, sums.attending, sums.for_, sums.against, sums.abstain, sums.blank, sums.void)
    if sums.weight < 0 or min(counts) < 0:
        raise Invalid(
            "votes.negative",
            t("The figures of college %(name)s contain a negative number. Correct them.", name=sums.name),
        )
    if sums.attending > sums.members:
        raise Invalid(
            "votes.more_attending_than_members",
            t(
                "College %(name)s counts %(attending)d attending for %(members)d members. "
                "Correct the attendance sheet or the roll.",
                name=sums.name,
                attending=sums.attending,
                members=sums.members,
            ),
        )
    if sums.votes > sums.attending:
        raise Invalid(
            "votes.more_than_attending",
            t(
                "College %(name)s counts %(votes)d votes for %(attending)d attending. "
                "Correct the sums or the attendance sheet.",
                name=sums.name,
                votes=sums.votes,
                attending=sums.attending,
            ),
        )
