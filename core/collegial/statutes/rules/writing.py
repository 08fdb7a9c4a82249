"""Write statutes as a document, in one canonical form."""

from collections.abc import Mapping

from collegial.kernel.fractions import show_fraction
from collegial.kernel.money import Money
from collegial.statutes.rules.terms import (
    AssemblyRule,
    CapitalRule,
    CategoryRule,
    CollegeRule,
    Convocation,
    CorrespondenceRule,
    DecisionKind,
    MajorityRule,
    QuorumRule,
    StatuteRules,
)


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
        "majority": {kind.value: _write_rounds(rules, kind) for kind in DecisionKind},
        "votes": {
            "carry": rules.carry.value,
            "on_tie": rules.on_tie.value if rules.on_tie else None,
            "on_empty": rules.on_empty.value if rules.on_empty else None,
        },
        "notice": {"days": rules.notice_days, "second_days": rules.second_notice_days},
        "proxies": {
            "per_holder": rules.proxies_per_holder,
            "blank": rules.blank_proxies.value if rules.blank_proxies else None,
            "pair_days": rules.proxy_pair_days,
            "spouse": rules.spouse_proxies or None,
        },
        "capital": _write_capital(rules.capital) if rules.capital else None,
        "assemblies": _write_assemblies(rules.assemblies) if rules.assemblies else None,
        "correspondence": _write_correspondence(rules.correspondence) if rules.correspondence else None,
        # Only where there are any: what was sealed before keeps its digest.
        **_write_demands("demands", rules.demands),
        **_write_demands("quorum_demands", rules.quorum_demands),
        **(
            {"board": {"seats": rules.board.seats, "term_years": rules.board.term_years}}
            if rules.board
            else {}
        ),
    }


def _write_demands(name: str, asked: Mapping[DecisionKind, tuple[str, ...]]) -> dict[str, object]:
    return {name: {kind.value: list(asked[kind]) for kind in DecisionKind if kind in asked}} if asked else {}


def _write_rounds(rules: StatuteRules, kind: DecisionKind) -> dict[str, object]:
    """Write one rule where both rounds of convening follow the same."""
    first, second = (rules.majority(kind, convocation) for convocation in Convocation)
    if first == second:
        return _write_majority(first)
    return {
        Convocation.FIRST.value: _write_majority(first),
        Convocation.SECOND.value: _write_majority(second),
    }


def _write_capital(rule: CapitalRule) -> dict[str, object]:
    return {
        "nominal": _amount(rule.nominal),
        "minimum": _amount(rule.minimum),
        "floor": show_fraction(rule.floor),
        "paid_at_subscription": show_fraction(rule.paid_at_subscription),
        "payment_years": rule.payment_years,
        "redemption_years": rule.redemption_years,
    }


def _write_assemblies(rule: AssemblyRule) -> dict[str, object]:
    threshold = rule.items_threshold
    return {
        "items_threshold": None if threshold is None else show_fraction(threshold),
        "items_days": rule.items_days,
        "questions_days": rule.questions_days,
    }


def _write_correspondence(rule: CorrespondenceRule) -> dict[str, object]:
    return {
        "paper_days": rule.paper_days,
        "online_hour": rule.online_hour,
        "on_arrival": rule.on_arrival.value,
    }


def _amount(money: Money) -> str:
    return f"{money.cents // 100}.{money.cents % 100:02}"


def _write_college(college: CollegeRule) -> dict[str, object]:
    # Seats only where there are any: what was sealed before keeps its digest.
    seats = {} if college.board_seats is None else {"board_seats": college.board_seats}
    return {"key": college.key, "name": college.name, "weight": show_fraction(college.weight), **seats}


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
