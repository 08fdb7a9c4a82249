"""A link in a language leads on in it, until somebody chooses another."""


def language(answer):
    return answer.text.partition('<html lang="')[2][:2]


def test_a_link_in_a_language_leads_on_in_it(app):
    visitor = app.test_client()
    first = visitor.get("/about?lang=br")

    assert language(visitor.get("/about")) == "br"
    assert "Max-Age" not in first.headers["Set-Cookie"]
    assert "Expires" not in first.headers["Set-Cookie"]
    assert language(visitor.get("/about?lang=xx")) == "br"


def test_a_later_link_comes_before_an_earlier_one(app):
    visitor = app.test_client()
    visitor.get("/about?lang=br")

    assert language(visitor.get("/about?lang=en")) == "en"
    assert language(visitor.get("/about")) == "en"


def test_the_switch_comes_before_a_link_that_was_followed(app):
    visitor = app.test_client()
    visitor.get("/about?lang=br")
    visitor.set_cookie("locale", "fr")

    assert language(visitor.get("/about")) == "fr"


def test_a_choice_comes_before_the_links_that_one_follows(app, client, sign_in):
    visitor = app.test_client()
    visitor.set_cookie("locale", "fr")
    assert language(visitor.get("/about?lang=en")) == "en"
    assert language(visitor.get("/about")) == "fr"
    client.delete_cookie("locale")
    sign_in("staff")
    assert client.get("/about?lang=br").headers.get("Set-Cookie", "").find("locale=") == -1


def test_what_anyone_may_keep_bears_no_language_of_a_visit(app):
    visitor = app.test_client()
    for path in ("/robots.txt?lang=br", "/open-data/decisions.csv?lang=br"):
        assert "locale=" not in str(visitor.get(path).headers)
