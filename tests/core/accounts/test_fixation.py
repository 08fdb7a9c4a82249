"""A session that someone planted beforehand is worth nothing once its victim has signed in.

On SQLite alone: sessions are signed cookies, of which no row is kept, so no database can tell them differently.
"""


def cookie_of(client):
    return client.get_cookie("collegial").value


def test_a_planted_session_opens_nothing(app, page, account):
    attacker = app.test_client()
    attacker.get("/sign-in")
    planted = cookie_of(attacker)
    page.client.set_cookie("collegial", planted)

    page.ask_code()
    page.give(page.code())

    assert page.is_signed_in()
    assert cookie_of(page.client) != planted
    attacker.set_cookie("collegial", planted)
    assert attacker.get("/account/").status_code == 302


def test_a_form_s_token_from_before_the_sign_in_is_no_longer_good(app, page, account):
    with page.client.session_transaction() as before:
        before["csrf_token"] = "planted"
    page.ask_code()
    page.give(page.code())

    with page.client.session_transaction() as after:
        assert after.get("csrf_token") != "planted"
