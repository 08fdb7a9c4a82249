"""The pure rules: the way of an application, the category that fits, the amounts, the numbers."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from collegial.joining.rules import (
    CLOSED,
    CONSENTS,
    NEXT,
    ApplicationState,
    Tie,
    advise_category,
    call_for,
    doubt_category,
    may_become,
    meant_for,
    print_of,
    read_registration,
    ties_for,
)
from collegial.joining.rules.calling import MOST_SHARES
from collegial.kernel.errors import Invalid
from collegial.kernel.money import Money
from collegial.statutes.rules import CapitalRule, CategoryRule

CATEGORIES = [
    CategoryRule(key="salaries", name="Salariés"),
    CategoryRule(key="usagers", name="Usagers"),
    CategoryRule(key="collectivites", name="Collectivités"),
]
WAYS = {
    Tie.EMPLOYEE: "salaries", Tie.BENEFICIARY: "usagers", Tie.PUBLIC_BODY: "collectivites",
    Tie.PARTNER: "partenaires", Tie.VOLUNTEER: "benevoles",
}  # fmt: skip


def capital(nominal=2000, share="1/4"):
    return CapitalRule(
        nominal=Money(nominal), minimum=Money(0), floor=Fraction(1, 4), paid_at_subscription=Fraction(share),
        payment_years=5, redemption_years=5,
    )  # fmt: skip


def test_an_application_never_goes_back_nor_round():
    reached = {state: set(after) for state, after in NEXT.items()}
    for _ in ApplicationState:
        for after in reached.values():
            after.update(*(reached.get(one, ()) for one in list(after)))

    assert all(state not in after for state, after in reached.items())


@pytest.mark.parametrize("state", sorted(CLOSED, key=str))
def test_what_is_over_stays_over(state):
    assert not any(may_become(state, other) for other in ApplicationState)


def test_nobody_is_admitted_without_having_been_accepted():
    assert [one for one in ApplicationState if may_become(one, ApplicationState.ADMITTED)] == [
        ApplicationState.ACCEPTED
    ]


@given(shares=st.integers(1, MOST_SHARES), nominal=st.integers(1, 10**6), part=st.fractions("1/4", 1))
def test_the_first_payment_is_the_statutes_share_rounded_up(shares, nominal, part):
    call = call_for(shares, capital(nominal, part))

    assert call.subscribed.cents == nominal * shares
    assert part * call.subscribed.cents <= call.least.cents < part * call.subscribed.cents + 1
    assert call.least + call.later == call.subscribed


def test_ten_shares_of_20_euros_cost_200_of_which_50_at_once():
    call = call_for(10, capital())

    assert (call.subscribed, call.least, call.later) == (Money(20000), Money(5000), Money(15000))


@pytest.mark.parametrize("shares", [0, -1, MOST_SHARES + 1])
def test_a_member_holds_at_least_one_share(shares):
    with pytest.raises(Invalid, match="at least one share") as refused:
        call_for(shares, capital())

    assert refused.value.field == "shares"


@pytest.mark.parametrize(
    ("kind", "ties", "key"),
    [
        ("person", [Tie.EMPLOYEE, Tie.BENEFICIARY], "salaries"),
        ("person", [Tie.BENEFICIARY], "usagers"),
        ("organisation", [Tie.BENEFICIARY, Tie.PUBLIC_BODY], "collectivites"),
        ("person", [Tie.PUBLIC_BODY], None),
        ("organisation", [Tie.EMPLOYEE], None),
        ("person", [Tie.VOLUNTEER], None),
        ("person", [], None),
    ],
)
def test_the_closest_tie_that_leads_somewhere_gives_the_category(kind, ties, key):
    advice = advise_category(kind, ties, WAYS, CATEGORIES)

    assert advice.key == key
    assert str(advice.reason)


@given(
    kind=st.sampled_from(["person", "organisation"]),
    ties=st.sets(st.sampled_from(Tie)),
    ways=st.dictionaries(st.sampled_from(Tie), st.sampled_from(["salaries", "usagers", "nowhere"])),
)
def test_what_is_advised_is_always_a_category_of_the_statutes(kind, ties, ways):
    advice = advise_category(kind, ties, ways, CATEGORIES)

    assert advice.key is None or advice.key in {rule.key for rule in CATEGORIES}
    assert (advice.key is None) == (not ties & set(ties_for(kind, ways, CATEGORIES)))


def test_a_tie_whose_category_the_statutes_do_not_name_is_not_asked_about():
    assert ties_for("person", WAYS, CATEGORIES) == (Tie.EMPLOYEE, Tie.BENEFICIARY)
    assert ties_for("organisation", WAYS, CATEGORIES) == (Tie.PUBLIC_BODY, Tie.BENEFICIARY)


WHOLE = [*CATEGORIES, CategoryRule(key="benevoles", name="Bénévoles"), CategoryRule(key="amis", name="Amis")]


@pytest.mark.parametrize(
    ("kind", "ties", "chosen", "why"),
    [
        ("organisation", [], "salaries", "An organisation asks"),
        ("organisation", [Tie.BENEFICIARY], "salaries", "An organisation asks"),
        ("person", [Tie.BENEFICIARY], "collectivites", "A person asks"),
        ("person", [], "salaries", "Nothing was answered"),
        ("person", [Tie.PUBLIC_BODY], "benevoles", "Nothing was answered"),
        ("person", [Tie.BENEFICIARY], "salaries", "another category: “Usagers”"),
        ("person", [Tie.EMPLOYEE, Tie.VOLUNTEER], "benevoles", "another category: “Salariés”"),
        ("organisation", [Tie.PUBLIC_BODY, Tie.BENEFICIARY], "usagers", "another category: “Collectivités”"),
        ("person", [Tie.VOLUNTEER], "amis", "another category: “Bénévoles”"),
        ("person", [Tie.EMPLOYEE], "salaries", None),
        ("person", [Tie.BENEFICIARY, Tie.VOLUNTEER], "benevoles", None),
        ("organisation", [Tie.PUBLIC_BODY], "collectivites", None),
        ("person", [], "amis", None),
    ],
)
def test_a_category_that_does_not_fit_the_answers_is_to_be_checked(kind, ties, chosen, why):
    doubt = doubt_category(kind, ties, chosen, WAYS, WHOLE)

    assert doubt is None if why is None else why in str(doubt)


@given(
    kind=st.sampled_from(["person", "organisation"]),
    ties=st.sets(st.sampled_from(Tie)),
    ways=st.dictionaries(st.sampled_from(Tie), st.sampled_from(["salaries", "usagers", "nowhere"])),
)
def test_whoever_follows_the_advice_is_never_to_be_checked(kind, ties, ways):
    advised = advise_category(kind, ties, ways, CATEGORIES).key

    assert advised is None or doubt_category(kind, ties, advised, ways, CATEGORIES) is None


def test_a_category_of_two_ties_is_said_to_be_for_the_closest():
    ways = {Tie.PARTNER: "amis", Tie.BENEFICIARY: "amis", Tie.VOLUNTEER: "benevoles"}

    assert {key: str(words) for key, words in meant_for(ways).items()} == {
        "amis": "For those who use what the cooperative does: support, services, training.",
        "benevoles": "For those who give time to the cooperative.",
    }


@pytest.mark.parametrize(
    ("written", "siren", "siret"),
    [
        ("732 829 320", "732829320", None),
        ("732.829.320 00074", "732829320", "73282932000074"),
        ("\u00a0732829320\u202f", "732829320", None),
        ("356 000 000 00048", "356000000", "35600000000048"),
    ],
)
def test_a_siren_or_a_siret_is_read_as_people_write_it(written, siren, siret):
    registration = read_registration(written)

    assert (registration.siren, registration.siret) == (siren, siret)


@pytest.mark.parametrize("written", ["", "   ", "\u00a0"])
def test_an_organisation_may_have_no_number(written):
    assert read_registration(written) is None


@given(digits=st.text("0123456789", min_size=8, max_size=8), wrong=st.integers(1, 9))
def test_a_siren_with_a_wrong_key_is_refused_with_an_explanation(digits, wrong):
    key = luhn.calc_check_digit(digits)
    other = str((int(key) + wrong) % 10)

    assert read_registration(digits + key).siren == digits + key
    with pytest.raises(Invalid, match="is not a SIREN"):
        read_registration(digits + other)


@given(st.text(max_size=40))
def test_whatever_is_written_gives_a_plain_number_or_a_refusal(written):
    found = None
    with suppress(Invalid):
        found = read_registration(written)

    assert found is None or (found.siren.isascii() and found.siren.isdigit() and len(found.siren) == 9)


def test_the_fingerprint_changes_with_any_word_and_not_with_the_order():
    words = {rule.key: str(rule.words) for rule in CONSENTS}

    assert print_of(words) == print_of(dict(reversed(words.items())))
    assert print_of(words) != print_of(words | {"news": "autre"})
    assert print_of({"a": "b", "c": ""}) != print_of({"a": "", "c": "b"})
