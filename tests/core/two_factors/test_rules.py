"""Codes by time as RFC 6238 gives them, recovery codes, and what is kept of both."""

from datetime import UTC, datetime, timedelta

import pytest

from collegial.two_factors import rules
from collegial.two_factors.sealing import digest_of, opened, sealed

SECRET = b"12345678901234567890"  # of RFC 6238, appendix B
KEY = "t" * 40


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"),
     (2000000000, "279037"), (20000000000, "353130")],
)  # fmt: skip
def test_the_codes_are_those_of_the_standard(seconds, code):
    moment = datetime.fromtimestamp(seconds, UTC)

    assert rules.code_at(SECRET, rules.step_of(moment)) == code
    assert rules.matching_step(SECRET, code, moment) == seconds // 30


def test_a_clock_may_be_half_a_minute_off_and_no_more():
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    shown = rules.code_at(SECRET, rules.step_of(now))
    taken = [
        rules.matching_step(SECRET, shown, now + timedelta(seconds=apart)) for apart in (-60, -30, 0, 30, 60)
    ]

    here = rules.step_of(now)
    assert taken == [None, here, here, here, None]


def test_what_is_no_code_is_none():
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)

    assert [rules.matching_step(SECRET, one, now) for one in ("", "12345", "٣٣٣٣٣٣", "abcdef")] == [None] * 4


def test_an_app_is_told_whose_account_it_is():
    address = rules.address_for_apps(SECRET, issuer="Pôle: ESS", account="a@example.org")

    assert address == (
        "otpauth://totp/P%C3%B4le%3A%20ESS%3Aa%40example.org"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=P%C3%B4le%3A%20ESS"
    )
    assert rules.written_secret(SECRET).startswith("GEZD GNBV ")


def test_recovery_codes_differ_and_are_read_as_people_type_them():
    codes = rules.new_recovery_codes()

    assert len({rules.squeezed(one) for one in codes}) == rules.HOW_MANY
    assert rules.squeezed(f" {codes[0].upper()} ") == rules.squeezed(codes[0].replace("-", " "))
    assert not any(rules.is_from_app(rules.squeezed(one)) for one in codes)


def test_what_is_kept_opens_with_the_programs_secret_and_for_its_account_only():
    kept = sealed(SECRET, KEY, 1)

    assert opened(kept, KEY, 1) == SECRET
    assert [opened(kept, "u" * 40, 1), opened(kept, KEY, 2), opened("AAAA", KEY, 1), opened("é", KEY, 1)] == [
        None
    ] * 4
    assert sealed(SECRET, KEY, 1) != kept
    assert digest_of("code", KEY) != digest_of("code", "u" * 40)
