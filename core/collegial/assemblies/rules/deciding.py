"""How a resolution is decided, in words: the majority and the quorum of its kind of decision."""

from collections.abc import Collection
from fractions import Fraction

from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import Text, t
from collegial.statutes.rules import (
    Carry,
    Convocation,
    DecisionKind,
    MajorityBase,
    MajorityRule,
    QuorumBase,
    QuorumRule,
    StatuteRules,
)

_HALF = Fraction(1, 2)


def terms_of(rules: StatuteRules, kind: DecisionKind, convocation: Convocation) -> tuple[Text, Text]:
    """Return the majority and the quorum of a kind of decision at a round of convening, as sentences."""
    return _majority(rules.majority(kind, convocation)), quorum_term(rules.quorum(kind, convocation))


def how_adopted(rules: StatuteRules, kind: DecisionKind, convocation: Convocation) -> tuple[Text, ...]:
    """Say what adopts a text of a kind, and what as many votes for as against mean where that can decide it."""
    rule = rules.majority(kind, convocation)
    if rule.base is not MajorityBase.CAST or rule.threshold != _HALF or counts_by_weight(rules):
        return (_majority(rule),)
    if rule.strict:
        return _majority(rule), t("With as many votes for as against, it is not adopted.")
    return _majority(rule), t("With as many votes for as against, it is adopted.")


def how_counted(
    rules: StatuteRules,
    kinds: Collection[DecisionKind],
    convocation: Convocation,
    *,
    beside_elections: bool = False,
) -> tuple[Text, ...]:
    """Say whose votes count on texts of some kinds, and what abstaining means where it is one thing for all of them.

    Beside elections, which say themselves who elects, it is said of the texts.
    """
    whose = t("Each member has one vote.")
    if counts_by_weight(rules):
        whose = t("All members vote; the votes of each college count by its weight.")
        if beside_elections:
            whose = t("All members vote on the texts; the votes of each college count by its weight.")
    bases = {rules.majority(one, convocation).base for one in kinds}
    if bases == {MajorityBase.CAST}:
        return whose, t("Abstaining or voting blank counts neither for nor against.")
    if MajorityBase.CAST not in bases:
        return whose, t("Abstaining or voting blank counts like a vote against.")
    return (whose,)


def counts_by_weight(rules: StatuteRules) -> bool:
    """Tell whether votes on a text weigh by colleges."""
    return bool(rules.colleges) and rules.carry is not Carry.HEADS


def _majority(rule: MajorityRule) -> Text:
    share = show_fraction(rule.threshold)
    above = {
        MajorityBase.CAST: t("Adopted by more than %(share)s of the votes cast.", share=share),
        MajorityBase.PRESENT: t(
            "Adopted by more than %(share)s of the votes present or represented.", share=share
        ),
        MajorityBase.MEMBERS: t("Adopted by more than %(share)s of the votes of all members.", share=share),
    }
    at_least = {
        MajorityBase.CAST: t("Adopted by at least %(share)s of the votes cast.", share=share),
        MajorityBase.PRESENT: t(
            "Adopted by at least %(share)s of the votes present or represented.", share=share
        ),
        MajorityBase.MEMBERS: t("Adopted by at least %(share)s of the votes of all members.", share=share),
    }
    return above[rule.base] if rule.strict else at_least[rule.base]


def quorum_term(rule: QuorumRule) -> Text:
    """Say a quorum in a sentence."""
    share = show_fraction(rule.at_least)
    if rule.at_least == 0:
        return t("No quorum is required.")
    if rule.per_college:
        return t("Quorum: %(share)s of the voting rights of each college.", share=share)
    if rule.base is QuorumBase.WEIGHTED:
        return t("Quorum: %(share)s, each college counted by its weight.", share=share)
    return t("Quorum: %(share)s of the voting rights.", share=share)
