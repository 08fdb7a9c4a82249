"""Guessing is slowed down for one account, and hardly for the room that shares an address."""

import sqlite3
from contextlib import contextmanager
from dataclasses import replace

import pytest
from limits import parse
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from collegial.accounts.options import RATES
from collegial.accounts.signing import OPEN_ENDPOINTS
from collegial.web.counting import CountsFile, counts_of
from collegial.web.security import network_of_visitor


@pytest.fixture
def settings(settings, request):
    return replace(settings, rate_limits=True, **getattr(request, "param", {}))


def statuses(page, times: int, email: str) -> list[int]:
    return [page.give("000000", email).status_code for _ in range(times)]


def test_guessing_at_one_account_is_stopped_with_our_page(page, account):
    assert statuses(page, 6, account) == [200] * 6
    refused = page.give("000000", account)
    assert refused.status_code == 429
    assert "<main" in refused.get_data(as_text=True)


def test_the_right_code_is_refused_too_once_the_limit_is_passed(page, account):
    page.ask_code()
    statuses(page, 6, "  ROZENN@example.org ")
    assert page.give(page.code()).status_code == 429
    assert not page.is_signed_in()


def test_what_another_process_counted_counts_here(page, account, settings):
    statuses(page, 5, account)
    limiter, counted = page.client.application.extensions["collegial.limiter"], counts_of(settings.folder)
    other = FixedWindowRateLimiter(CountsFile(counted, seal=settings.secrets.key))
    assert isinstance(limiter.storage, CountsFile)
    assert other.hit(parse("6/minute"), "guess", "account", account)
    assert page.give("000000", account).status_code == 429


def test_one_account_does_not_use_up_the_room_of_another(page, account):
    statuses(page, 7, "someone@example.org")
    assert page.give("000000", account).status_code == 200


def test_a_room_behind_one_address_signs_in_until_one_address_has_it_all(page, client):
    # Links share the limit of the page, and cost less to try.
    tried = {client.get(f"/sign-in/link?id=member{number}&code=000000").status_code for number in range(239)}
    last = [page.give("000000", f"{name}@example.org").status_code for name in ("last", "late")]
    assert (tried, last) == ({302}, [200, 429])


def test_signs_that_nobody_sees_make_no_other_account(page, account, outbox):
    written = [account.replace("example", f"ex{chr(0xFE00 + number)}ample") for number in range(6)]
    assert [page.give("000000", one).status_code for one in written] == [200] * 6
    assert page.give("000000", account).status_code == 429
    assert [page.ask_code(one).status_code for one in written][-1] == 429
    assert len(outbox()) == 4


def test_a_name_that_the_page_does_not_read_is_no_way_around(client, sign_in, account, read):
    links = f"/sign-in/link?id={read().fs_uniquifier}&code=000000"
    others = [{"identity": f"{number}@example.org", "email": f"{number}@example.org"} for number in range(7)]
    assert [client.get(links, data=one).status_code for one in others][-1] == 429
    sign_in("member")
    confirmed = [client.post("/confirm?by=code", data={"passcode": "000000"} | one) for one in others]
    assert [one.status_code for one in confirmed] == [200] * 6 + [429]


def test_an_address_that_nobody_can_have_is_not_looked_at(page, client):
    assert page.ask_code("a" * 300).status_code == page.give("000000", "\u0301" * 300).status_code == 422
    assert client.post("/password-lost", data={"email": "a" * 300}).status_code == 422


def test_unknown_accounts_are_limited_as_known_ones_are(page, account):
    assert statuses(page, 7, account) == statuses(page, 7, "nobody@example.org")


def test_both_doors_share_one_limit(page, account):
    statuses(page, 6, account)
    assert page.give("000000", account, url="/sign-in/again").status_code == 429


def test_a_json_body_is_no_way_around(client, account):
    answers = {
        client.post("/sign-in", json={"identity": account, "passcode": "x"}).status_code for _ in range(7)
    }
    assert answers == {415}


def test_codes_are_not_sent_again_and_again(page, account):
    answers = [page.ask_code().status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert len(page.outbox()) == 4


def test_lost_passwords_are_not_sent_again_and_again(client, account, outbox):
    answers = [client.post("/password-lost", data={"email": account}).status_code for _ in range(5)]
    assert answers[-1] == 429
    assert len(outbox()) == 4


def test_confirming_is_limited_for_the_account_that_is_signed_in(client, sign_in):
    sign_in("member")
    answers = [client.post("/confirm?by=code", data={"passcode": "000000"}).status_code for _ in range(7)]
    assert answers == [200] * 6 + [429]


def test_the_link_is_limited_too(client, account, read):
    address = f"/sign-in/link?id={read().fs_uniquifier}&code=000000"
    assert [client.get(address).status_code for _ in range(7)] == [302] * 6 + [429]


def test_passkeys_are_limited(client, sign_in):
    sign_in("member")
    assert client.post("/confirm/passkey").status_code == 200
    assert [client.post("/confirm/passkey").status_code for _ in range(20)][-1] == 429


def test_reading_the_page_is_free(client):
    assert {client.get("/sign-in").status_code for _ in range(60)} == {200}


def test_every_open_door_has_its_limit():
    assert set(RATES) == OPEN_ENDPOINTS


@contextmanager
def full_disk(program):
    """Let nothing be written, by the very error of a full disk."""

    def refuse(_connection, _cursor, statement, *_more):
        if statement.startswith(("INSERT", "UPDATE")):
            full = sqlite3.OperationalError("database or disk is full")
            full.sqlite_errorname = "SQLITE_FULL"
            raise OperationalError(statement, None, full)

    engine = program.database.engine
    event.listen(engine, "before_cursor_execute", refuse)
    yield
    event.remove(engine, "before_cursor_execute", refuse)


@pytest.mark.parametrize("settings", [{"testing": False}], indirect=True)
def test_what_a_full_disk_did_not_let_judge_is_no_attempt(page, account, program):
    with full_disk(program):
        assert {page.ask_code().status_code for _ in range(7)} == {503}
    assert page.ask_code().status_code == 200
    with full_disk(program):
        assert {page.give("000000", account).status_code for _ in range(7)} == {503}
    assert page.give(page.code()).status_code == 302
    assert page.is_signed_in()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"), ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"), ("::ffff:192.0.2.7", "192.0.2.7"), ("192.0.2.7", "192.0.2.7"),
        ("unix:", "unix:"),
    ],
)  # fmt: skip
def test_the_addresses_of_one_line_are_one(app, address, network):
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert network_of_visitor() == network
