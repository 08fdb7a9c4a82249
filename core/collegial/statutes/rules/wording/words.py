"""Words that clauses share: of the legal forms, of ways to carry votes, of what holds where statutes are silent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from collegial.kernel.money import Money
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules.terms import (
    BlankProxy,
    Carry,
    Convocation,
    DecisionKind,
    Fallback,
    LegalForm,
    MajorityBase,
    OnArrival,
)

FORMS: Mapping[LegalForm, Text] = {
    LegalForm.SA: t("Public limited company (SA)"),
    LegalForm.SAS: t("Simplified joint-stock company (SAS)"),
    LegalForm.SARL: t("Limited liability company (SARL)"),
    LegalForm.ASSOCIATION: t("Association"),
}
KINDS: Mapping[DecisionKind, Text] = {
    DecisionKind.ORDINARY: t("Ordinary decisions"),
    DecisionKind.EXTRAORDINARY: t("Extraordinary decisions"),
}
ROUNDS: Mapping[Convocation, Text] = {
    Convocation.FIRST: t("First convocation"),
    Convocation.SECOND: t("Second convocation"),
}
CARRIES: Mapping[Carry, Text] = {
    Carry.PROPORTIONAL: t("In proportion"),
    Carry.MAJORITY: t("By the majority of each college"),
    Carry.HEADS: t("One member, one vote"),
}
CARRY_GLOSSES: Mapping[Carry, Text] = {
    Carry.PROPORTIONAL: t(
        "The weight of a college is shared between for and against as its own votes are: with 60 votes of 100 for, "
        "six tenths of its weight count for and four tenths against."
    ),
    Carry.MAJORITY: t(
        "The whole weight of a college goes to the side that wins in it: with 60 votes of 100 for, all of its weight "
        "counts for."
    ),
    Carry.HEADS: t(
        "The votes of all members are counted together, each alike; the weights of the colleges are not used."
    ),
}
FALLBACKS: Mapping[Fallback | None, Text] = {
    Fallback.DROP: t("Its weight leaves the total, and the others are measured against what remains."),
    Fallback.SHARE: t("Its weight goes in equal parts to the colleges that decide."),
    Fallback.AGAINST: t("Its weight counts against."),
    None: t("The statutes are silent: a vote that needs this rule cannot be opened."),
}
BASES: Mapping[MajorityBase, Text] = {
    MajorityBase.CAST: t("of the votes cast; abstentions and blank votes are not counted"),
    MajorityBase.PRESENT: t(
        "of the voting rights present or represented; an abstention weighs like a vote against"
    ),
    MajorityBase.MEMBERS: t("of all voting rights; whoever does not vote weighs like a vote against"),
}
ARRIVALS: Mapping[OnArrival, Text] = {
    OnArrival.BOUND: t("The form stays: the member may attend and speak, and votes by the form."),
    OnArrival.FREE: t("The form is withdrawn: the member votes in person."),
}
BLANKS: Mapping[BlankProxy, Text] = {
    BlankProxy.BOARD: t("The chair uses it: for what the board backs, against everything else."),
}
NO_COLLEGES = t("Every member has one vote, and all votes are counted together.")
SILENT = t("The statutes are silent.")
# What a clause says: a sentence, an amount, or words of the statutes themselves, which are not translated.
Said: TypeAlias = Text | Money | str


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause: `key` names it from version to version, colleges and categories by their own key."""

    key: str
    heading: Text
    said: Said


def seats(number: int) -> Text:
    """Say a number of seats."""
    return nt("%(count)d seat", "%(count)d seats", number)


def days(number: int) -> Text:
    """Say a number of days."""
    return nt("%(count)d day", "%(count)d days", number)


def years(number: int) -> Text:
    """Say a number of years."""
    return nt("%(count)d year", "%(count)d years", number)
