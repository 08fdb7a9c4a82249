"""Legal dates, checks before convening, support of members' items, allocation of a result: without any database."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collegial.assemblies.rules import (
    DateKey,
    Readiness,
    Ready,
    Standing,
    allocate,
    checks,
    how_adopted,
    how_counted,
    legal_dates,
    stops,
    supporters_needed,
    terms_of,
    threshold_is_reached,
)
from collegial.kernel.errors import Invalid
from collegial.kernel.money import ZERO, Money
from collegial.kernel.text import t
from collegial.statutes.rules import (
    AssemblyRule,
    BlankProxy,
    Carry,
    Convocation,
    DecisionKind,
    LegalForm,
    MajorityBase,
    MajorityRule,
    parse_statutes,
)
from collegial.testing.factories import statutes_document

RULES = parse_statutes(
    statutes_document(
        assemblies={"items_threshold": "5%", "items_days": 25, "questions_days": 4},
        correspondence={"paper_days": 3, "online_hour": 15, "on_arrival": "bound"},
    )
)
SILENT = replace(RULES, assemblies=None)


def at(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Paris"))


STARTS = at(2026, 6, 20, 18, 30)
TODAY = date(2026, 5, 1)


def dates(rules=RULES, **more):
    return {one.key: one for one in legal_dates(rules, STARTS, today=TODAY, **more)}


@pytest.mark.parametrize(
    ("key", "day", "hour"),
    [
        (DateKey.ITEMS, date(2026, 5, 26), None),
        (DateKey.SENDING, date(2026, 6, 5), None),
        (DateKey.QUESTIONS, date(2026, 6, 16), None),
        (DateKey.PAPER_FORMS, date(2026, 6, 17), None),
        (DateKey.ELECTRONIC_FORMS, date(2026, 6, 19), time(15)),
        (DateKey.MEETING, date(2026, 6, 20), time(18, 30)),
        (DateKey.VOTES_OPEN, date(2026, 6, 20), time(18, 30)),
        (DateKey.VOTES_CLOSE, date(2026, 6, 20), None),
        (DateKey.SECOND, date(2026, 6, 30), None),
    ],
)
def test_each_legal_date_of_an_sa(key, day, hour):
    one = dates()[key]

    assert (one.day, one.hour, one.days_left) == (day, hour, (day - TODAY).days)
    assert str(one.rule).endswith(".")


def test_every_date_that_is_known_is_tested_above_and_they_follow_in_time():
    found = legal_dates(RULES, STARTS, today=TODAY)

    assert {one.key for one in found} == set(DateKey)
    assert [one.day for one in found] == sorted(one.day for one in found)


@pytest.mark.parametrize(
    ("key", "standing", "source"),
    [
        (DateKey.SENDING, Standing.LAW, "Code de commerce, art. R225-69"),
        (DateKey.ITEMS, Standing.PRESET, "Your statutes: Statuts d’essai"),
        (DateKey.PAPER_FORMS, Standing.VERIFY, "Code de commerce, art. R225-77"),
    ],
)
def test_each_date_says_where_its_rule_comes_from_and_how_sure_it_is(key, standing, source):
    one = dates()[key]

    assert (one.standing, str(one.source)) == (standing, source)


def test_what_the_statutes_do_not_settle_has_no_date():
    assert {DateKey.ITEMS, DateKey.QUESTIONS}.isdisjoint(dates(SILENT))


@pytest.mark.parametrize("form", [LegalForm.SAS, LegalForm.ASSOCIATION])
def test_the_rules_of_the_sa_are_no_default_for_another_form(form):
    found = dates(replace(SILENT, legal_form=form, notice_days=8, correspondence=None))

    assert {DateKey.PAPER_FORMS, DateKey.ELECTRONIC_FORMS}.isdisjoint(found)
    assert found[DateKey.SENDING].standing is Standing.PRESET
    assert found[DateKey.SENDING].day == date(2026, 6, 12)


def test_a_second_convocation_has_its_own_notice_and_neither_new_items_nor_a_third_assembly():
    found = dates(convocation=Convocation.SECOND)

    assert found[DateKey.SENDING].day == date(2026, 6, 10)
    assert {DateKey.ITEMS, DateKey.SECOND}.isdisjoint(found)


@pytest.mark.parametrize(("today", "is_past"), [(date(2026, 6, 5), False), (date(2026, 6, 6), True)])
def test_a_date_is_past_the_day_after(today, is_past):
    (sending,) = [one for one in legal_dates(RULES, STARTS, today=today) if one.key is DateKey.SENDING]

    assert sending.is_past is is_past


READY = Readiness(
    rules=RULES, starts=STARTS, now=at(2026, 5, 1, 9, 0), notice_days=15, resolutions=1, voters=20,
    empty_colleges=(), bare_accounts=(),
)  # fmt: skip


def test_nothing_is_wrong_with_a_ready_assembly():
    assert checks(READY) == []


@pytest.mark.parametrize(
    ("facts", "key", "sentence", "stopping"),
    [
        ({"now": STARTS}, "past", "The day and hour of the assembly are past. Choose a later day.", True),
        (
            {"rules": None},
            "no_statutes",
            "No statutes are in force on that day. Record the statutes first.",
            True,
        ),
        (
            {"now": at(2026, 6, 6, 0, 0)},
            "late",
            "The last day to send was 2026-06-05. Move the assembly, or give a reason, which goes to the minutes.",
            False,
        ),
        (
            {"unheard": 1},
            "unheard",
            "Nobody votes for 1 member: it is convened, and nobody can sign in for it. Say who represents it.",
            False,
        ),
        (
            {"resolutions": 0},
            "no_resolution",
            "The agenda holds no resolution. Add one before convening.",
            True,
        ),
        (
            {"bare_accounts": ("Comptes",)},
            "no_documents",
            "“Comptes” has no document. Attach the accounts and the reports that the members must read.",
            False,
        ),
        (
            {
                "elections": (
                    Ready(title="Chaise", candidates=2, backed=1, seats=1, method_missing=t("It is off.")),
                )
            },
            "no_method",
            "“Chaise”: It is off.",
            True,
        ),
        (
            {"elections": (Ready(title="Conseil", candidates=2, backed=1, seats=3),)},
            "seats",
            "“Conseil” has 2 candidates for 3 seats: the others stay empty.",
            False,
        ),
        (
            {"elections": (Ready(title="Chaise", candidates=1, backed=1, seats=1),)},
            "one_candidate",
            (
                "“Chaise” has a single candidate: one vote is enough to be elected. A vote for or against would let "
                "the members say no."
            ),
            False,
        ),
        (
            {
                "elections": (Ready(title="Chaise", candidates=2, backed=0, seats=1),),
                "rules": replace(RULES, blank_proxies=BlankProxy.BOARD),
            },
            "nobody_backed",
            "“Chaise”: the board backs no candidate, so proxies to the chair count as blank there.",
            False,
        ),
        ({"voters": 0}, "nobody", "Nobody is a member on that day, so there is nobody to convene.", True),
        (
            {"rules": replace(RULES, on_empty=None)},
            "no_empty_rule",
            (
                "The statutes do not say what becomes of a college in which nobody votes: the count would be refused. "
                "Complete them."
            ),
            False,
        ),
        (
            {"rules": replace(RULES, on_empty=None), "empty_colleges": ("Bénévoles", "Salariés")},
            "no_empty_rule",
            (
                "Nobody can vote in Bénévoles and Salariés, and the statutes do not say what becomes of its weight: "
                "the count would be refused. Complete them."
            ),
            False,
        ),
        (
            {"rules": replace(RULES, carry=Carry.MAJORITY, on_tie=None)},
            "no_tie_rule",
            "The statutes do not say what a tie inside a college means: the count would be refused. Complete them.",
            False,
        ),
    ],
)
def test_each_thing_that_is_wrong_is_said_with_what_to_do(facts, key, sentence, stopping):
    (one,) = checks(replace(READY, **facts))

    assert (one.key, str(one.text), one.stops) == (key, sentence, stopping)
    assert stops([one]) is stopping


def test_where_a_list_is_voted_in_secret_no_proxy_to_the_chair_counts_as_blank():
    secret = Ready(title="Chaise", candidates=2, backed=0, seats=1, is_secret=True)
    rules = replace(RULES, blank_proxies=BlankProxy.BOARD)

    found = checks(replace(READY, elections=(secret,), secret=(1,), rules=rules))

    assert [one.key for one in found] == ["secret", "secret_chair"]
    assert str(found[1].text) == (
        "A secret vote is not opened while a proxy names no holder: the chair would vote for it, which is no secret. "
        "Ask the members to name one."
    )


def test_a_secret_vote_is_to_be_prepared_by_the_eve():
    secret, _chair = checks(replace(READY, secret=(2, 4)))

    assert str(secret.text) == (
        "Resolutions 2 and 4 are voted in secret. Once the assembly is convened, prepare that vote on its page: "
        "scrutineers make its keys and rehearse, each on their own device. It cannot be opened before: have it done "
        "by 2026-06-19."
    )


def test_what_is_sent_on_the_very_day_has_its_keys_made_that_day():
    sent = at(2026, 6, 20, 9, 0)

    (secret,) = [
        one for one in checks(replace(READY, secret=(1,), now=sent, notice_days=0)) if one.key == "secret"
    ]

    assert str(secret.text).endswith("have it done by 2026-06-20.")


@pytest.mark.parametrize(
    "rules", [replace(RULES, on_empty=None, colleges=()), replace(RULES, on_empty=None, carry=Carry.HEADS)]
)
def test_where_no_weight_counts_no_rule_for_an_empty_college_is_missed(rules):
    assert checks(replace(READY, rules=rules)) == []


def test_a_tie_rule_is_missed_only_where_a_college_can_tie():
    assert checks(replace(READY, rules=replace(RULES, on_tie=None))) == []


def test_what_stops_the_sending_comes_first():
    found = checks(
        replace(READY, bare_accounts=("Comptes",), resolutions=0, rules=replace(RULES, on_empty=None))
    )

    assert [one.stops for one in found] == [True, False, False]


@pytest.mark.parametrize(
    ("threshold", "members", "needed"),
    [("1/20", 871, 44), ("1/20", 20, 1), ("1/20", 21, 2), ("0", 871, 1), ("1", 7, 7), ("1/20", 0, 1)],
)
def test_how_many_members_put_an_item_on_the_agenda(threshold, members, needed):
    share = Fraction(threshold)

    assert supporters_needed(share, members) == needed
    assert threshold_is_reached(share, supporters=needed, members=members)
    assert not threshold_is_reached(share, supporters=needed - 1, members=members)


@given(st.fractions(0, 1, max_denominator=50), st.integers(1, 5000))
def test_the_needed_support_is_the_least_that_is_not_under_the_share(threshold, members):
    needed = supporters_needed(threshold, members)

    assert Fraction(needed, members) >= threshold
    assert needed == 1 or Fraction(needed - 1, members) < threshold


def euros(amount):
    return Money(amount * 100)


def test_ten_thousand_euros_give_1500_and_4250_to_the_reserves():
    one = allocate(euros(10_000))

    assert (one.legal_reserve, one.statutory_reserve, one.carried) == (euros(1500), euros(4250), euros(4250))


def test_a_full_legal_reserve_leaves_half_to_the_statutory_one():
    one = allocate(euros(10_000), legal_reserve_is_full=True)

    assert (one.legal_reserve, one.statutory_reserve) == (ZERO, euros(5000))


def test_a_loss_is_carried_forward():
    assert allocate(-euros(300)).carried == -euros(300)


@pytest.mark.parametrize(
    ("lines", "code", "field"),
    [
        ({"legal_reserve": euros(1499)}, "allocation.too_little", "legal_reserve"),
        ({"statutory_reserve": euros(4249)}, "allocation.too_little", "statutory_reserve"),
        ({"interest": euros(4251)}, "allocation.too_much", "interest"),
        ({"interest": -euros(1)}, "allocation.too_much", "interest"),
    ],
)
def test_a_line_under_the_law_or_over_what_is_left_is_refused(lines, code, field):
    with pytest.raises(Invalid) as caught:
        allocate(euros(10_000), **lines)

    assert (caught.value.code, caught.value.field) == (code, field)


def test_the_refused_line_says_the_least_that_the_law_asks_for():
    with pytest.raises(Invalid, match=r"The law asks for at least 1500.00 EUR here. Raise the amount."):
        allocate(euros(10_000), legal_reserve=ZERO)


def test_a_loss_has_nothing_to_allocate():
    with pytest.raises(Invalid) as caught:
        allocate(-euros(300), interest=euros(1))
    assert (caught.value.code, caught.value.field) == ("allocation.loss", "result")


@given(st.integers(1, 10**12), st.booleans())
def test_no_cent_is_lost_and_the_reserves_are_never_under_the_law(cents, full):
    one = allocate(Money(cents), legal_reserve_is_full=full)

    assert one.legal_reserve + one.statutory_reserve + one.interest + one.carried == one.result
    assert full or Fraction(one.legal_reserve.cents, cents) >= Fraction(3, 20)
    rest = cents - one.legal_reserve.cents
    assert Fraction(one.statutory_reserve.cents) >= Fraction(rest, 2)
    assert one.carried >= ZERO


def ruled(*, strict=True, base=MajorityBase.CAST, colleges=()):
    """Return statutes whose ordinary decisions need half of a base, in both rounds."""
    rule = MajorityRule(threshold=Fraction(1, 2), base=base, strict=strict)
    rounds = dict.fromkeys(Convocation, rule)
    return replace(RULES, colleges=colleges, majorities={**RULES.majorities, DecisionKind.ORDINARY: rounds})


@pytest.mark.parametrize(
    ("rules", "tie"),
    [
        (ruled(), ["With as many votes for as against, it is not adopted."]),
        (ruled(strict=False), ["With as many votes for as against, it is adopted."]),
        (ruled(base=MajorityBase.MEMBERS), []),
        (ruled(colleges=RULES.colleges), []),
    ],
)
def test_what_a_tie_means_is_said_where_it_can_decide(rules, tie):
    said = [str(one) for one in how_adopted(rules, DecisionKind.ORDINARY, Convocation.FIRST)]
    assert said[1:] == tie


@pytest.mark.parametrize(
    ("rules", "kinds", "said"),
    [
        (
            ruled(),
            {DecisionKind.ORDINARY},
            ["Each member has one vote.", "Abstaining or voting blank counts neither for nor against."],
        ),
        (
            ruled(base=MajorityBase.PRESENT, colleges=RULES.colleges),
            {DecisionKind.ORDINARY},
            [
                "All members vote; the votes of each college count by its weight.",
                "Abstaining or voting blank counts like a vote against.",
            ],
        ),
        (ruled(base=MajorityBase.PRESENT), set(DecisionKind), ["Each member has one vote."]),
    ],
)
def test_whose_votes_count_and_what_abstaining_means(rules, kinds, said):
    assert [str(one) for one in how_counted(rules, kinds, Convocation.FIRST)] == said


def test_beside_elections_whose_votes_count_is_said_of_the_texts():
    told = how_counted(
        ruled(colleges=RULES.colleges), {DecisionKind.ORDINARY}, Convocation.FIRST, beside_elections=True
    )

    assert str(told[0]) == "All members vote on the texts; the votes of each college count by its weight."


def test_an_address_is_missed_where_forms_on_paper_come_back():
    lacking = replace(READY, lacks_address=True)
    assert [one.key for one in checks(lacking)] == ["no_address"]
    alone = replace(RULES, proxies_per_holder=0, correspondence=None, legal_form=LegalForm.SAS)
    assert checks(replace(lacking, rules=alone)) == []


def test_the_terms_of_a_decision_are_those_of_the_statutes():
    majority, quorum = terms_of(RULES, DecisionKind.EXTRAORDINARY, Convocation.SECOND)

    assert str(majority) == "Adopted by at least 2/3 of the votes cast."
    assert str(quorum) == "Quorum: 1/5 of the voting rights."
    assert str(terms_of(RULES, DecisionKind.ORDINARY, Convocation.SECOND)[1]) == "No quorum is required."


@pytest.mark.parametrize(
    ("section", "path", "sentence"),
    [
        (
            {"items_threshold": "5%"},
            "assemblies.items_days",
            "Give both the share of voting rights and the days for members’ items, or neither.",
        ),
        (
            {"items_threshold": "2", "items_days": 3},
            "assemblies.items_threshold",
            "This is more than all voting rights. Write 1/1 or less.",
        ),
        ({"questions_days": -1}, "assemblies.questions_days", "Write a whole number, zero or more."),
    ],
)
def test_a_wrong_section_of_the_statutes_is_refused_at_its_field(section, path, sentence):
    with pytest.raises(Invalid) as caught:
        parse_statutes(statutes_document(assemblies=section))

    assert [(one.path, str(one.text)) for one in caught.value.errors] == [(path, sentence)]


def test_days_are_counted_on_the_calendar_whatever_the_month():
    starts = at(2028, 3, 10, 9, 0)
    rules = replace(RULES, assemblies=AssemblyRule(questions_days=10))
    (one,) = [found for found in legal_dates(rules, starts, today=TODAY) if found.key is DateKey.QUESTIONS]

    assert one.day == date(2028, 2, 29)
    assert starts.date() - one.day == timedelta(days=10)


def test_that_members_can_put_nothing_on_the_agenda_any_more_is_said_before_convening():
    on_time = replace(READY, starts=READY.now + timedelta(days=25))  # as many days as the statutes ask
    late = replace(on_time, starts=READY.now + timedelta(days=24))

    found = [{one.key for one in checks(state)} for state in (on_time, late, replace(late, is_second=True))]

    assert ["items_past" in one for one in found] == [False, True, False]
