"""What each profile demands, and which one a questionnaire proposes."""

import pytest

from collegial.kernel.errors import Invalid
from collegial.secret.profiles import PROFILES, STATEMENTS, Hands, Profile, check_profile, proposed, risk

GOOD = {
    Profile.LIGHT: {"people": 1, "needed": 2},
    Profile.STANDARD: {"people": 2, "needed": 2, "may_vote_again": True},
    Profile.REINFORCED: {"people": 3, "needed": 2, "has_registrar": True},
}


def check(profile, **changes):
    hands = {"may_vote_again": False, "has_registrar": False} | GOOD[profile] | changes
    check_profile(profile, Hands(**hands))


@pytest.mark.parametrize("profile", list(Profile))
def test_a_plan_that_holds_what_its_profile_promises_is_taken(profile):
    check(profile)


@pytest.mark.parametrize(
    ("profile", "changes", "code"),
    [
        (Profile.LIGHT, {"people": 2}, "light"),
        (Profile.LIGHT, {"needed": 1}, "light"),
        (Profile.LIGHT, {"has_registrar": True}, "registrar_unused"),
        (Profile.STANDARD, {"people": 1, "needed": 1}, "too_few_scrutineers"),
        (Profile.STANDARD, {"needed": 1}, "threshold"),
        (Profile.STANDARD, {"needed": 3}, "threshold"),
        (Profile.REINFORCED, {"people": 2}, "too_few_scrutineers"),
        (Profile.REINFORCED, {"needed": 3}, "no_spare"),
        (Profile.REINFORCED, {"has_registrar": False}, "no_registrar"),
        (Profile.REINFORCED, {"may_vote_again": True}, "code_once"),
    ],
)
def test_a_plan_that_does_not_is_refused(profile, changes, code):
    with pytest.raises(Invalid, match=code):
        check(profile, **changes)


def test_the_risk_of_a_vote_proposes_its_profile():
    def answers(points):
        """Answer so that the first statements are a risk and the others none."""
        return {
            one.key: one.risk_if if place < points else not one.risk_if
            for place, one in enumerate(STATEMENTS)
        }

    assert [risk(answers(points)) for points in range(11)] == list(range(11))
    assert [proposed(answers(points)).level for points in range(11)] == [1] * 3 + [2] * 4 + [3] * 4
    assert proposed({}) is Profile.REINFORCED


def test_every_profile_says_what_it_guarantees_and_what_not():
    assert [one.profile for one in PROFILES] == list(Profile)
    assert all(one.guarantees and one.limits for one in PROFILES)
