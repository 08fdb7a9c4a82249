"""Statutes as a document: read with all its errors at once, written back in one canonical form."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from collegial.kernel.fractions import show_fraction
from collegial.kernel.money import Money
from collegial.kernel.text import t
from collegial.statutes.rules.legality import check_legality
from collegial.statutes.rules.reading import Findings, InvalidStatutes, Section
from collegial.statutes.rules.terms import (
    CapitalRule,
    Carry,
    CategoryRule,
    CollegeRule,
    Convocation,
    DecisionKind,
    Fallback,
    LegalForm,
    MajorityBase,
    MajorityRule,
    QuorumBase,
    QuorumRule,
    StatuteRules,
)


def parse_statutes(document: Mapping[str, object], *, on: date | None = None) -> StatuteRules:
    """Read a document with the law of a day, or the newest law known; raise InvalidStatutes with all errors.

    `votes.on_tie` and `votes.on_empty` may be silent: no vote that needs them can then be opened.
    """
    findings = Findings()
    root = Section(findings, "", document)
    root.only(
        "label", "legal_form", "colleges", "categories", "quorum", "majority", "votes", "notice", "proxies",
        "capital",
    )  # fmt: skip
    votes, notice, proxies = root.section("votes"), root.section("notice"), root.section("proxies")
    votes.only("carry", "on_tie", "on_empty")
    notice.only("days", "second_days")
    proxies.only("per_holder")
    rules = StatuteRules(
        label=root.sentence("label"),
        legal_form=root.choice("legal_form", LegalForm),
        colleges=_read_colleges(findings, root.sections("colleges")),
        categories=tuple(_read_category(section) for section in root.sections("categories")),
        quorums=_read_quorums(root.section("quorum")),
        majorities=_read_majorities(root.section("majority")),
        carry=votes.choice("carry", Carry),
        on_tie=votes.optional_choice("on_tie", Fallback),
        on_empty=votes.optional_choice("on_empty", Fallback),
        notice_days=notice.count("days"),
        second_notice_days=notice.count("second_days"),
        proxies_per_holder=proxies.count("per_holder"),
        capital=_read_capital(root.optional_section("capital")),
    )
    check_legality(rules, findings, on=on)
    if findings.errors:
        raise InvalidStatutes(findings.errors)
    return rules


def statutes_document(rules: StatuteRules) -> dict[str, object]:
    """Write the canonical document, which reads back as the same rules."""
    return {
        "label": rules.label,
        "legal_form": rules.legal_form.value,
        "colleges": [_write_college(college) for college in rules.colleges],
        "categories": [_write_category(category) for category in rules.categories],
        "quorum": {
            kind.value: {
                convocation.value: _write_quorum(rules.quorum(kind, convocation))
                for convocation in Convocation
            }
            for kind in DecisionKind
        },
        "majority": {kind.value: _write_majority(rules.majority(kind)) for kind in DecisionKind},
        "votes": {
            "carry": rules.carry.value,
            "on_tie": rules.on_tie.value if rules.on_tie else None,
            "on_empty": rules.on_empty.value if rules.on_empty else None,
        },
        "notice": {"days": rules.notice_days, "second_days": rules.second_notice_days},
        "proxies": {"per_holder": rules.proxies_per_holder},
        "capital": _write_capital(rules.capital) if rules.capital else None,
    }


def _read_colleges(findings: Findings, sections: list[Section]) -> tuple[CollegeRule, ...]:
    """Where no college has a weight, the law gives all of them the same."""
    silent = not any(section.has("weight") for section in sections)
    equal = Fraction(1, len(sections)) if sections else Fraction(0)
    colleges = []
    for section in sections:
        section.only("key", "name", "weight")
        if not silent and not section.has("weight"):
            findings.add(
                section.path("weight"),
                t(
                    "This weight is missing while others are given. "
                    "Give every weight, or none for equal weights."
                ),
            )
        given = section.share("weight") if section.has("weight") else Fraction(0)
        colleges.append(
            CollegeRule(
                key=section.key("key"), name=section.sentence("name"), weight=equal if silent else given
            )
        )
    return tuple(colleges)


def _read_category(section: Section) -> CategoryRule:
    section.only("key", "name", "mandatory", "college")
    return CategoryRule(
        key=section.key("key"),
        name=section.sentence("name"),
        mandatory=section.flag("mandatory"),
        college=section.optional_key("college"),
    )


def _read_quorums(section: Section) -> dict[DecisionKind, dict[Convocation, QuorumRule]]:
    section.only(*DecisionKind)
    return {kind: _read_rounds(section.section(kind)) for kind in DecisionKind}


def _read_rounds(section: Section) -> dict[Convocation, QuorumRule]:
    section.only(*Convocation)
    return {convocation: _read_quorum(section.section(convocation)) for convocation in Convocation}


def _read_quorum(section: Section) -> QuorumRule:
    section.only("at_least", "base", "per_college")
    return QuorumRule(
        at_least=section.share("at_least"),
        base=section.choice("base", QuorumBase),
        per_college=section.flag("per_college"),
    )


def _read_majorities(section: Section) -> dict[DecisionKind, MajorityRule]:
    section.only(*DecisionKind)
    return {kind: _read_majority(section.section(kind)) for kind in DecisionKind}


def _read_majority(section: Section) -> MajorityRule:
    section.only("threshold", "strict", "base")
    return MajorityRule(
        threshold=section.share("threshold"),
        strict=section.flag("strict"),
        base=section.choice("base", MajorityBase),
    )


def _read_capital(section: Section | None) -> CapitalRule | None:
    if section is None:
        return None
    section.only("nominal", "minimum", "floor", "paid_at_subscription", "payment_years", "redemption_years")
    return CapitalRule(
        nominal=section.money("nominal"),
        minimum=section.money("minimum"),
        floor=section.share("floor"),
        paid_at_subscription=section.share("paid_at_subscription"),
        payment_years=section.count("payment_years"),
        redemption_years=section.count("redemption_years"),
    )


def _write_capital(rule: CapitalRule) -> dict[str, object]:
    return {
        "nominal": _amount(rule.nominal),
        "minimum": _amount(rule.minimum),
        "floor": show_fraction(rule.floor),
        "paid_at_subscription": show_fraction(rule.paid_at_subscription),
        "payment_years": rule.payment_years,
        "redemption_years": rule.redemption_years,
    }


def _amount(money: Money) -> str:
    return f"{money.cents // 100}.{money.cents % 100:02}"


def _write_college(college: CollegeRule) -> dict[str, object]:
    return {"key": college.key, "name": college.name, "weight": show_fraction(college.weight)}


def _write_category(category: CategoryRule) -> dict[str, object]:
    return {
        "key": category.key,
        "name": category.name,
        "mandatory": category.mandatory,
        "college": category.college,
    }


def _write_quorum(rule: QuorumRule) -> dict[str, object]:
    return {
        "at_least": show_fraction(rule.at_least),
        "base": rule.base.value,
        "per_college": rule.per_college,
    }


def _write_majority(rule: MajorityRule) -> dict[str, object]:
    return {"threshold": show_fraction(rule.threshold), "strict": rule.strict, "base": rule.base.value}
