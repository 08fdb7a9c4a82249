"""Browsers keep the files of the pages for as long as they are what their address says."""

import re

import pytest

from collegial.web.keeping import _digest

PAGES = [
    "/",
    "/sign-in",
    "/sign-in/link?token=none",
    "/password-lost",
    "/account",
    "/account/password",
    "/account/passkeys",
]


@pytest.mark.parametrize("signed_in", [False, True])
def test_no_page_is_kept(client, sign_in, signed_in):
    """What a browser does not understand it does not follow: the words themselves are compared."""
    if signed_in:
        sign_in("member")
    assert {one: client.get(one).headers["Cache-Control"] for one in PAGES} == dict.fromkeys(
        PAGES, "no-store, private"
    )


def test_a_page_names_files_that_a_browser_keeps(client):
    files = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2))"', client.get("/").text)
    assert len(files) > 3
    for one in files:
        with client.get(one) as answer:
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_file_of_another_version_is_the_present_one_and_asked_for_again(client):
    plain, other = "/static/css/collegial.css", "/static/v/000000000000/css/collegial.css"
    with client.get(plain) as answer, client.get(other) as same:
        assert answer.data == same.data
        assert answer.headers["Cache-Control"] == same.headers["Cache-Control"] == "no-cache"
        again = client.get(other, headers={"If-None-Match": same.headers["ETag"]})
        assert again.status_code == 304


def test_what_is_not_there_is_not_kept(app, client):
    with app.test_request_context():
        address = app.url_for("static", filename="css/nothing.css")
    assert "/v/" in address
    answer = client.get(address)
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_any_change_of_any_file_gives_other_addresses(tmp_path):
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "one.js").write_text("1")
    first = _digest(tmp_path)
    _digest.cache_clear()
    (tmp_path / "js" / "one.js").write_text("2")
    second = _digest(tmp_path)
    _digest.cache_clear()
    (tmp_path / "js" / "one.js").rename(tmp_path / "one.js")
    assert len({first, second, _digest(tmp_path)}) == 3
