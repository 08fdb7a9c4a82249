"""No answer tells a stranger who has an account."""

import re
import time

import pytest
from flask_security import UserMixin

from collegial.accounts import forms


def text(response) -> str:
    return response.get_data(as_text=True)


def scrubbed(response, email) -> str:
    body = text(response).replace(email, "ADDRESS")
    return re.sub(r'name="csrf_token" value="[^"]*"', "", body)


def test_asking_for_a_code_does_not_tell_who_has_an_account(app, page, account, outbox):
    known = page.ask_code()
    unknown = page.ask_code("nobody@example.org")
    assert scrubbed(known, account) == scrubbed(unknown, "nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert len(outbox()) == 1


@pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in", "/password-lost"])
def test_asking_for_json_does_not_tell_either(client, account, path):
    def ask(email):
        data = {"identity": email, "email": email, "chosen_method": "email", "passcode": "123456"}
        return client.post(path, data=data, headers={"Accept": "application/json"})

    known, unknown = ask(account), ask("nobody@example.org")
    assert known.mimetype == unknown.mimetype == "text/html"
    assert scrubbed(known, account).split() == scrubbed(unknown, "nobody@example.org").split()


@pytest.mark.parametrize("by", ["code", "password"])
def test_failing_does_not_tell_who_has_an_account(page, with_password, by):
    known, unknown = page.give("123456", by=by), page.give("123456", "nobody@example.org", by=by)
    assert scrubbed(known, "rozenn@example.org") == scrubbed(unknown, "nobody@example.org")
    assert known.status_code == unknown.status_code
    assert ("Ce code est faux, ou périmé" in known.text) == (by == "code")
    assert ("ainsi que le code ou le mot de passe" in known.text) == (by == "password")


def test_a_lost_password_does_not_tell_who_has_an_account(client, account, outbox):
    known = client.post("/password-lost", data={"email": account})
    unknown = client.post("/password-lost", data={"email": "nobody@example.org"})
    assert scrubbed(known, account).replace("\n", "") == scrubbed(unknown, "nobody@example.org").replace(
        "\n", ""
    )
    assert len(outbox()) == 1


def test_a_lost_password_takes_as_long_for_an_unknown_address(client, account):
    def spent(email):
        start = time.perf_counter()
        client.post("/password-lost", data={"email": email})
        return time.perf_counter() - start

    spent(account)
    known = min(spent(account) for _ in range(3))
    unknown = min(spent("nobody@example.org") for _ in range(3))
    assert 1 / 3 < known / unknown < 3


def test_passkeys_do_not_tell_who_has_an_account(client, account):
    known = client.post("/sign-in/passkey", data={"identity": account})
    assert "&#34;allowCredentials&#34;: []" in text(known)


def test_a_known_address_takes_as_long_as_an_unknown_one(page, with_password):
    def spent(email):
        start = time.perf_counter()
        page.give("not the password at all", email, by="password")
        return time.perf_counter() - start

    page.give("not the password at all", by="password")
    known, unknown = (
        min(spent("rozenn@example.org") for _ in range(3)),
        min(spent("no@example.org") for _ in range(3)),
    )
    assert unknown > known / 3


@pytest.mark.parametrize("by", ["code", "password"])
@pytest.mark.parametrize(("typed", "slow"), [("123456", 0), ("12 34 56", 0), ("a wrong password", 1)])
def test_whoever_has_a_password_is_not_told_by_the_time_that_a_wrong_answer_takes(
    page, with_password, monkeypatch, by, typed, slow
):
    done = []
    for place, name in ((forms, "hash_password"), (UserMixin, "verify_and_update_password")):
        monkeypatch.setattr(place, name, lambda *_given: done.append(1))

    page.give(typed, by=by)
    known = len(done)
    page.give(typed, "nobody@example.org", by=by)

    assert (known, len(done) - known) == (slow, slow)
