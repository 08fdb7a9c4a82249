"""Read statutes from a document, with all its errors at once."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from collegial.kernel.text import t
from collegial.statutes.rules.legality import check_legality
from collegial.statutes.rules.reading import Findings, InvalidStatutes, Section
from collegial.statutes.rules.terms import (
    AssemblyRule,
    BlankProxy,
    BoardRule,
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

_LAST_HOUR = 23


def parse_statutes(document: Mapping[str, object], *, on: date | None = None) -> StatuteRules:
    """Read a document with the law of a day, or the newest law known; raise InvalidStatutes with all errors.

    A table `sources`, notes on where the values come from, is left aside. `votes.on_tie` and `votes.on_empty` may
    be silent: no vote that needs them can then be opened.
    """
    findings = Findings()
    root = Section(findings, "", {name: part for name, part in document.items() if name != "sources"})
    rules = _read_rules(findings, root)
    check_legality(rules, findings, on=on)
    if findings.errors:
        raise InvalidStatutes(findings.errors)
    return rules


def _read_rules(findings: Findings, root: Section) -> StatuteRules:
    root.only(
        "label", "legal_form", "colleges", "categories", "quorum", "majority", "votes", "notice", "proxies",
        "capital", "assemblies", "correspondence", "demands", "quorum_demands", "board",
    )  # fmt: skip
    votes, notice, proxies = root.section("votes"), root.section("notice"), root.section("proxies")
    votes.only("carry", "on_tie", "on_empty")
    notice.only("days", "second_days")
    proxies.only("per_holder", "blank", "pair_days", "spouse")
    return StatuteRules(
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
        assemblies=_read_assemblies(findings, root.optional_section("assemblies")),
        correspondence=_read_correspondence(findings, root.optional_section("correspondence")),
        blank_proxies=proxies.optional_choice("blank", BlankProxy),
        proxy_pair_days=_optional_count(proxies, "pair_days"),
        demands=_read_demands(root.optional_section("demands")),
        quorum_demands=_read_demands(root.optional_section("quorum_demands")),
        board=_read_board(root.optional_section("board")),
        spouse_proxies=proxies.has("spouse") and proxies.flag("spouse"),
    )


def _read_colleges(findings: Findings, sections: list[Section]) -> tuple[CollegeRule, ...]:
    """Where no college has a weight, the law gives all of them the same."""
    silent = not any(section.has("weight") for section in sections)
    equal = Fraction(1, len(sections)) if sections else Fraction(0)
    colleges = []
    for section in sections:
        section.only("key", "name", "weight", "board_seats")
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
                key=section.key("key"),
                name=section.sentence("name"),
                weight=equal if silent else given,
                board_seats=_optional_count(section, "board_seats"),
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


def _read_majorities(section: Section) -> dict[DecisionKind, dict[Convocation, MajorityRule]]:
    section.only(*DecisionKind)
    return {kind: _read_majority_rounds(section.section(kind)) for kind in DecisionKind}


def _read_majority_rounds(section: Section) -> dict[Convocation, MajorityRule]:
    """Read one rule for each round of convening, or one alone, which then holds for both."""
    if any(section.has(convocation) for convocation in Convocation):
        section.only(*Convocation)
        return {convocation: _read_majority(section.section(convocation)) for convocation in Convocation}
    return dict.fromkeys(Convocation, _read_majority(section))


def _read_majority(section: Section) -> MajorityRule:
    section.only("threshold", "strict", "base")
    return MajorityRule(
        threshold=section.share("threshold"),
        strict=section.flag("strict"),
        base=section.choice("base", MajorityBase),
    )


def _read_demands(section: Section | None) -> dict[DecisionKind, tuple[str, ...]]:
    if section is None:
        return {}
    section.only(*DecisionKind)
    found = {kind: section.rules(kind) for kind in DecisionKind if section.has(kind)}
    return {kind: keys for kind, keys in found.items() if keys}


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


def _read_assemblies(findings: Findings, section: Section | None) -> AssemblyRule | None:
    if section is None:
        return None
    section.only("items_threshold", "items_days", "questions_days")
    if section.has("items_threshold") is not section.has("items_days"):
        findings.add(
            section.path("items_days"),
            t("Give both the share of voting rights and the days for members’ items, or neither."),
        )
    threshold = section.share("items_threshold") if section.has("items_threshold") else None
    if threshold is not None and threshold > 1:
        findings.add(
            section.path("items_threshold"), t("This is more than all voting rights. Write 1/1 or less.")
        )
    return AssemblyRule(
        items_threshold=threshold,
        items_days=section.count("items_days") if section.has("items_days") else None,
        questions_days=section.count("questions_days") if section.has("questions_days") else None,
    )


def _read_correspondence(findings: Findings, section: Section | None) -> CorrespondenceRule | None:
    if section is None:
        return None
    section.only("paper_days", "online_hour", "on_arrival")
    rule = CorrespondenceRule(
        paper_days=_optional_count(section, "paper_days"),
        online_hour=_optional_count(section, "online_hour"),
        on_arrival=section.choice("on_arrival", OnArrival),
    )
    if rule.paper_days is None and rule.online_hour is None:
        findings.add(
            section.path("paper_days"),
            t("Open a way: give the days for paper forms, the hour for online ones, or both."),
        )
    if rule.online_hour is not None and rule.online_hour > _LAST_HOUR:
        findings.add(section.path("online_hour"), t("Write an hour of the day, from 0 to 23."))
    return rule


def _read_board(section: Section | None) -> BoardRule | None:
    if section is None:
        return None
    section.only("seats", "term_years")
    return BoardRule(
        seats=_optional_count(section, "seats"), term_years=_optional_count(section, "term_years")
    )


def _optional_count(section: Section, name: str) -> int | None:
    return section.count(name) if section.has(name) else None
