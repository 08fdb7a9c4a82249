"""What is filled in on the pages of a form goes with the browser, sealed: for its owner, at that form alone."""

import pytest
from flask import Response

from collegial.web.drafts import drop_draft, kept_draft, lead_to

FILLED = [("q1", "for"), ("ties", "a"), ("ties", "é")]


@pytest.fixture
def cookie(app):
    """Give the draft of owner 7 at an address, as a browser gets it."""
    with app.test_request_context("/votes/1/mandates/2", method="POST"):
        answer = lead_to("/votes/1/mandates/2?step=2", FILLED, owner=7)
    assert answer.status_code == 303
    return answer.headers["Set-Cookie"]


def read(app, cookie, *, at="/votes/1/mandates/2", owner=7):
    with app.test_request_context(at, headers={"Cookie": cookie.partition(";")[0]}):
        return list(kept_draft(owner=owner).items(multi=True))


def test_a_draft_goes_to_its_form_alone_and_no_script_reads_it(cookie):
    assert "Path=/votes/1/mandates/2" in cookie
    assert "HttpOnly" in cookie
    assert "Max-Age" not in cookie  # a closed browser forgets it
    assert "for" not in cookie.partition(";")[0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, FILLED),
        ({"owner": 8}, []),
        ({"at": "/votes/1/mandates/3"}, []),
    ],
)
def test_a_draft_is_opened_for_its_owner_at_its_form(app, cookie, asked, found):
    assert read(app, cookie, **asked) == found


@pytest.mark.parametrize("forged", ["draft=", "draft=x", "draft=AAAA", "draft=é"])
def test_what_was_not_sealed_here_is_no_draft(app, forged):
    assert read(app, forged) == []


def test_what_does_not_fit_in_a_cookie_is_not_kept(app):
    long = [("text", "".join(chr(0x4E00 + n * 7919 % 20000) for n in range(5000)))]
    with app.test_request_context("/join/apply", method="POST"):
        assert lead_to("/join/apply?step=agree", long) is None


def test_a_draft_is_forgotten_once_the_form_is_sent(app, cookie):
    with app.test_request_context("/votes/1/mandates/2", headers={"Cookie": cookie.partition(";")[0]}):
        gone = drop_draft(Response()).headers["Set-Cookie"]
    assert gone.startswith("draft=;")
    assert "Path=/votes/1/mandates/2" in gone
