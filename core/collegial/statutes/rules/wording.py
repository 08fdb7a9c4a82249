"""Statutes in words: each clause as a heading and a sentence, as members read it and vote on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from collegial.kernel.fractions import Percent, show_fraction
from collegial.kernel.money import Money
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules.terms import (
    AssemblyRule,
    BlankProxy,
    CapitalRule,
    Carry,
    CategoryRule,
    CollegeRule,
    Convocation,
    CorrespondenceRule,
    DecisionKind,
    Fallback,
    LegalForm,
    MajorityBase,
    MajorityRule,
    OnArrival,
    QuorumBase,
    QuorumRule,
    StatuteRules,
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
_SILENT = t("The statutes are silent.")
# What a clause says: a sentence, an amount, or words of the statutes themselves, which are not translated.
Said: TypeAlias = Text | Money | str


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One clause: `key` names it from version to version, colleges and categories by their own key."""

    key: str
    heading: Text
    said: Said


def clauses(rules: StatuteRules) -> list[Clause]:
    """Give every clause in the order of the statutes."""
    return [
        Clause(key="label", heading=t("Name"), said=rules.label),
        Clause(key="legal_form", heading=t("Legal form"), said=FORMS[rules.legal_form]),
        *_colleges(rules),
        *_categories(rules),
        *_votes(rules),
        *_meetings(rules),
        *_demands("demands", rules.demands),
        *_demands("quorum_demands", rules.quorum_demands),
        *_limits(rules),
        *_capital(rules.capital),
        *_assemblies(rules.assemblies),
        *_correspondence(rules.correspondence),
        *_board(rules),
    ]


def quorum_said(rule: QuorumRule) -> Text:
    """Say how many must attend."""
    share = show_fraction(rule.at_least)
    if rule.at_least == 0:
        said = t("None")
    elif rule.base is QuorumBase.WEIGHTED and rule.per_college:
        said = t("%(share)s, each college counted by its weight (reached in every college)", share=share)
    elif rule.base is QuorumBase.WEIGHTED:
        said = t("%(share)s, each college counted by its weight", share=share)
    elif rule.per_college:
        said = t("%(share)s of the voting rights (reached in every college)", share=share)
    else:
        said = t("%(share)s of the voting rights", share=share)
    return said


def threshold_said(rule: MajorityRule) -> Text:
    """Say how many votes for a decision takes, without what they are measured on."""
    share = show_fraction(rule.threshold)
    return t("More than %(share)s", share=share) if rule.strict else t("At least %(share)s", share=share)


def _colleges(rules: StatuteRules) -> Iterator[Clause]:
    names = ", ".join(college.name for college in rules.colleges)
    yield Clause(key="colleges", heading=t("Colleges"), said=names if rules.colleges else NO_COLLEGES)
    for college in rules.colleges:
        yield Clause(
            key=f"colleges.{college.key}",
            heading=t("College “%(name)s”", name=college.name),
            said=_college_said(college),
        )


def _college_said(college: CollegeRule) -> Text:
    return t(
        "“%(name)s” weighs %(share)s (%(percent)s).",
        name=college.name,
        share=show_fraction(college.weight),
        percent=Percent(college.weight),
    )


def _categories(rules: StatuteRules) -> Iterator[Clause]:
    names = {college.key: college.name for college in rules.colleges}
    for category in rules.categories:
        yield Clause(
            key=f"categories.{category.key}",
            heading=t("Category “%(name)s”", name=category.name),
            said=_category_said(category, names.get(category.college or "")),
        )


def _category_said(category: CategoryRule, college: str | None) -> Text:
    if category.mandatory and college:
        return t(
            "“%(name)s”, required by law; its members join the college “%(college)s”.",
            name=category.name,
            college=college,
        )
    if college:
        return t(
            "“%(name)s”; its members join the college “%(college)s”.", name=category.name, college=college
        )
    if category.mandatory:
        return t("“%(name)s”, required by law; the college is chosen at the admission.", name=category.name)
    return t("“%(name)s”; the college is chosen at the admission.", name=category.name)


def _votes(rules: StatuteRules) -> Iterator[Clause]:
    yield Clause(
        key="votes.carry",
        heading=t("How votes become a result"),
        said=t("%(rule)s. %(gloss)s", rule=CARRIES[rules.carry], gloss=CARRY_GLOSSES[rules.carry]),
    )
    yield Clause(
        key="votes.on_tie",
        heading=t("When a college is split in two equal halves"),
        said=FALLBACKS[rules.on_tie],
    )
    yield Clause(
        key="votes.on_empty", heading=t("When nobody votes in a college"), said=FALLBACKS[rules.on_empty]
    )


def _meetings(rules: StatuteRules) -> Iterator[Clause]:
    for kind in DecisionKind:
        for convocation in Convocation:
            yield Clause(
                key=f"quorum.{kind}.{convocation}",
                heading=t("Quorum: %(kind)s, %(round)s", kind=KINDS[kind], round=ROUNDS[convocation]),
                said=quorum_said(rules.quorum(kind, convocation)),
            )
    for kind in DecisionKind:
        for convocation in Convocation:
            rule = rules.majority(kind, convocation)
            yield Clause(
                key=f"majority.{kind}.{convocation}",
                heading=t("Majority: %(kind)s, %(round)s", kind=KINDS[kind], round=ROUNDS[convocation]),
                said=t("%(threshold)s %(base)s", threshold=threshold_said(rule), base=BASES[rule.base]),
            )


def _demands(name: str, asked: Mapping[DecisionKind, tuple[str, ...]]) -> Iterator[Clause]:
    for kind, keys in asked.items():
        yield Clause(
            key=f"{name}.{kind}",
            heading=_demand_heading(name, kind),
            said=", ".join(keys),
        )


def _demand_heading(name: str, kind: DecisionKind) -> Text:
    if name == "demands":
        return t("Rules of modules: %(kind)s", kind=KINDS[kind])
    return t("Quorums of modules: %(kind)s", kind=KINDS[kind])


def _limits(rules: StatuteRules) -> Iterator[Clause]:
    yield Clause(key="notice.days", heading=t("Notice before the assembly"), said=_days(rules.notice_days))
    yield Clause(
        key="notice.second_days",
        heading=t("Notice before a second convocation"),
        said=_days(rules.second_notice_days),
    )
    yield Clause(
        key="proxies.per_holder",
        heading=t("Proxies that one member may hold"),
        said=str(rules.proxies_per_holder),
    )
    if rules.blank_proxies is not None:
        yield Clause(
            key="proxies.blank", heading=t("Proxy without a holder"), said=BLANKS[rules.blank_proxies]
        )
    if rules.spouse_proxies:
        yield Clause(
            key="proxies.spouse",
            heading=t("Proxy to a spouse or civil partner who is no member"),
            said=t("Allowed"),
        )
    if rules.proxy_pair_days is not None:
        yield Clause(
            key="proxies.pair_days",
            heading=t("One proxy for an ordinary and an extraordinary assembly, at most apart by"),
            said=_days(rules.proxy_pair_days),
        )


def _capital(capital: CapitalRule | None) -> Iterator[Clause]:
    if capital is None:
        yield Clause(key="capital", heading=t("Capital"), said=t("There are no shares."))
        return
    said: Mapping[str, tuple[Text, Said]] = {
        "nominal": (t("Nominal value of a share"), capital.nominal),
        "minimum": (t("Least capital"), capital.minimum),
        "floor": (
            t("Floor of the capital"),
            t("%(share)s of the highest capital ever reached", share=show_fraction(capital.floor)),
        ),
        "paid_at_subscription": (
            t("Paid at the subscription"),
            t("At least %(share)s", share=show_fraction(capital.paid_at_subscription)),
        ),
        "payment_years": (t("Time to pay the rest"), _years(capital.payment_years)),
        "redemption_years": (
            t("Longest deferral of a redemption"),
            _years(capital.redemption_years),
        ),
    }
    for name, (heading, words) in said.items():
        yield Clause(key=f"capital.{name}", heading=heading, said=words)


def _assemblies(rule: AssemblyRule | None) -> Iterator[Clause]:
    if rule is None:
        return
    threshold = rule.items_threshold
    share = None if threshold is None else t("%(share)s of the voting rights", share=show_fraction(threshold))
    yield Clause(
        key="assemblies.items_threshold",
        heading=t("Voting rights that put an item on the agenda"),
        said=share or _SILENT,
    )
    yield Clause(
        key="assemblies.items_days",
        heading=t("Days before the assembly for an item of members"),
        said=_SILENT if rule.items_days is None else _days(rule.items_days),
    )
    yield Clause(
        key="assemblies.questions_days",
        heading=t("Days before the assembly for a written question"),
        said=_SILENT if rule.questions_days is None else _days(rule.questions_days),
    )


def _correspondence(rule: CorrespondenceRule | None) -> Iterator[Clause]:
    if rule is None:
        return
    yield Clause(
        key="correspondence.paper_days",
        heading=t("Paper forms are received, before the day of the assembly, at the latest"),
        said=t("Paper forms are not accepted.") if rule.paper_days is None else _days(rule.paper_days),
    )
    yield Clause(
        key="correspondence.online_hour",
        heading=t("Forms are filled in online, on the day before, until"),
        said=t("Forms are not filled in online.")
        if rule.online_hour is None
        else t("%(hour)s o’clock", hour=rule.online_hour),
    )
    yield Clause(
        key="correspondence.on_arrival",
        heading=t("When a member who sent a form comes in person"),
        said=ARRIVALS[rule.on_arrival],
    )


def _board(rules: StatuteRules) -> Iterator[Clause]:
    for college in rules.colleges:
        if college.board_seats is not None:
            yield Clause(
                key=f"board.college.{college.key}",
                heading=t("Seats on the board reserved to college “%(name)s”", name=college.name),
                said=_seats(college.board_seats),
            )
    if rules.board is None:
        return
    yield Clause(
        key="board.seats",
        heading=t("Seats on the board that all members elect together"),
        said=_SILENT if rules.board.seats is None else _seats(rules.board.seats),
    )
    yield Clause(
        key="board.term_years",
        heading=t("Term of a seat on the board"),
        said=_SILENT if rules.board.term_years is None else _years(rules.board.term_years),
    )


def _seats(number: int) -> Text:
    return nt("%(count)d seat", "%(count)d seats", number)


def _days(number: int) -> Text:
    return nt("%(count)d day", "%(count)d days", number)


def _years(number: int) -> Text:
    return nt("%(count)d year", "%(count)d years", number)
