"""How a resolution is decided, in words: the majority and the quorum of its kind of decision."""

from collegial.kernel.fractions import show_fraction
from collegial.kernel.text import Text, t
from collegial.statutes.rules import (
    Convocation,
    DecisionKind,
    MajorityBase,
    MajorityRule,
    QuorumBase,
    QuorumRule,
    StatuteRules,
)


def terms_of(rules: StatuteRules, kind: DecisionKind, convocation: Convocation) -> tuple[Text, Text]:
    """Return the majority and the quorum of a kind of decision at a round of convening, as sentences."""
    return _majority(rules.majority(kind, convocation)), quorum_term(rules.quorum(kind, convocation))


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
