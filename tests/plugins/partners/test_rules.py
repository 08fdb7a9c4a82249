from datetime import date
from itertools import cycle, product

import pytest

from collegial_partners.rules import (
    FINAL,
    Direction,
    IndicatorMeasure,
    ProjectKind,
    Readiness,
    ReferralFact,
    ReferralOutcome,
    ReferralState,
    ReviewDecision,
    Side,
    anniversary,
    count_referrals,
    measured,
    next_states,
    read_figures,
    sealed,
    span_of,
    why_not_conclude,
    why_not_move,
    why_not_sign,
    written_figures,
)
from collegial_partners.rules.plain import plain_paragraphs


def test_only_the_receiving_side_leads_a_referral_on():
    to_partner = Direction.TO_PARTNER

    assert next_states(ReferralState.SENT, to_partner, Side.PARTNER) == (
        ReferralState.ACCEPTED, ReferralState.DECLINED, ReferralState.WITHDRAWN,
    )  # fmt: skip
    assert next_states(ReferralState.SENT, to_partner, Side.POLE) == (ReferralState.WITHDRAWN,)
    refused = why_not_move(ReferralState.SENT, ReferralState.ACCEPTED, direction=to_partner, side=Side.POLE)
    assert "The side that receives" in str(refused)


def test_a_step_is_not_skipped_and_the_end_is_the_end():
    skipped = why_not_move(
        ReferralState.SENT, ReferralState.CLOSED, direction=Direction.FROM_PARTNER, side=Side.POLE
    )
    assert "does not follow" in str(skipped)
    for state in FINAL:
        over = why_not_move(state, ReferralState.WITHDRAWN, direction=Direction.FROM_PARTNER, side=Side.POLE)
        assert "is over" in str(over)


def test_figures_add_up_and_are_read_as_they_were_written():
    outcomes = cycle((None, *ReferralOutcome))
    facts = [
        ReferralFact(direction=way, project=kind, state=state, outcome=next(outcomes))
        for way, kind, state in product(Direction, ProjectKind, ReferralState)
    ]
    figures = count_referrals(facts)

    assert figures.total == sum(figures.states.values()) == len(facts)
    assert sum(figures.outcomes.values()) == sum(one.outcome is not None for one in facts)
    assert read_figures(written_figures(figures)) == figures


def test_indicators_are_counted_from_referrals_or_given_by_hand():
    kinds = {"direction": Direction.FROM_PARTNER, "project": ProjectKind.CREATION}
    figures = count_referrals(
        [
            ReferralFact(state=ReferralState.CLOSED, outcome=ReferralOutcome.LAUNCHED, **kinds),
            ReferralFact(state=ReferralState.CLOSED, outcome=ReferralOutcome.NO_NEWS, **kinds),
            ReferralFact(state=ReferralState.DECLINED, outcome=None, **kinds),
        ]
    )

    found = [measured(one, figures) for one in IndicatorMeasure]
    assert found == [None, 3, 2, 1]


def test_reviews_cover_each_year_until_the_end():
    begin, end = date(2024, 2, 29), date(2026, 6, 1)

    spans = [span_of(number, begin, end) for number in (1, 2, 3, 4)]

    assert [(one.first, one.until) for one in spans if one] == [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 2, 28), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2026, 6, 1)),
    ]
    assert anniversary(date(2024, 2, 29), 4) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"technical": " "}, "technical"),
        ({"political": ""}, "political"),
        ({"decision": ReviewDecision.RENEWED}, "renewed_until"),
        ({"decision": ReviewDecision.RENEWED, "renewed_until": date(2027, 1, 1)}, "renewed_until"),
    ],
)
def test_a_review_needs_both_responsibles_and_a_later_end(changes, field):
    sound = {
        "technical": "A", "political": "B", "ends_on": date(2027, 1, 1), "renewed_until": None,
        "decision": ReviewDecision.CONTINUED,
    }  # fmt: skip
    assert why_not_conclude(**sound) is None

    assert why_not_conclude(**(sound | changes))[0] == field


def test_what_is_signed_has_a_digest_that_any_change_breaks():
    content = {"title": "Protocole", "parties": [1, None]}

    assert sealed(content) == sealed(dict(reversed(content.items())))
    assert sealed(content) != sealed(content | {"parties": [None, 1]})


def test_nobody_signs_half_a_protocol():
    whole = {
        "is_cooperation": True, "partners": 1, "has_orientation": True, "has_information": True,
        "has_seat": False,
    }  # fmt: skip

    assert why_not_sign(Readiness(**whole)) is None
    assert "nobody signs alone" in str(why_not_sign(Readiness(**(whole | {"partners": 0}))))
    assert "informed" in str(why_not_sign(Readiness(**(whole | {"has_information": False}))))
    assert "sits" in str(why_not_sign(Readiness(**(whole | {"is_cooperation": False}))))


def test_a_protocol_is_printed_without_the_marks_of_its_text():
    text = "# But\n\nÉtablir la **création-transmission**,\net *voir*.\n\n- Vers la CCI : `x`\n- Vers le pôle <b>"

    assert plain_paragraphs(text) == [
        "But", "Établir la création-transmission, et voir.", "• Vers la CCI : x", "• Vers le pôle <b>",
    ]  # fmt: skip
    assert plain_paragraphs("") == []
