"""Statutes in words: each clause as a heading and a sentence, as members read it and vote on it."""

from collections.abc import Iterator, Mapping

from collegial.kernel.fractions import Percent, show_fraction
from collegial.kernel.text import Text, t
from collegial.statutes.rules.terms import (
    CapitalRule,
    CategoryRule,
    CollegeRule,
    Convocation,
    DecisionKind,
    MajorityRule,
    QuorumBase,
    QuorumRule,
    StatuteRules,
)
from collegial.statutes.rules.wording.assemblies import on_asking, on_board, on_forms
from collegial.statutes.rules.wording.words import (
    ARRIVALS,
    BASES,
    BLANKS,
    CARRIES,
    CARRY_GLOSSES,
    FALLBACKS,
    FORMS,
    KINDS,
    NO_COLLEGES,
    ROUNDS,
    Clause,
    Said,
    days,
    years,
)

__all__ = [
    "ARRIVALS",
    "BASES",
    "BLANKS",
    "CARRIES",
    "CARRY_GLOSSES",
    "FALLBACKS",
    "FORMS",
    "KINDS",
    "NO_COLLEGES",
    "ROUNDS",
    "Clause",
    "Said",
    "clauses",
    "quorum_said",
    "threshold_said",
]


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
        *on_asking(rules.assemblies),
        *on_forms(rules.correspondence),
        *on_board(rules),
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
    yield Clause(key="notice.days", heading=t("Notice before the assembly"), said=days(rules.notice_days))
    yield Clause(
        key="notice.second_days",
        heading=t("Notice before a second convocation"),
        said=days(rules.second_notice_days),
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
            said=days(rules.proxy_pair_days),
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
        "payment_years": (t("Time to pay the rest"), years(capital.payment_years)),
        "redemption_years": (
            t("Longest deferral of a redemption"),
            years(capital.redemption_years),
        ),
    }
    for name, (heading, words) in said.items():
        yield Clause(key=f"capital.{name}", heading=heading, said=words)
