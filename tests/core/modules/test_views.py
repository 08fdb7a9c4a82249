import pytest

from collegial.hosting.models import PluginState
from collegial.hosting.services import enable_plugin
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import PUBLIC, Card, MenuGroup, NavItem, Pages, PluginDeprecation, t
from collegial.testing.fakes import fake_plugin
from collegial.web import menu


def raises():
    raise RuntimeError("boom")


def hello():
    return "hello from fake"


PAGES = Pages("fake", __name__, url_prefix="/fake")
PAGES.page("/", hello, permission=PUBLIC)


def sound():
    yield NavItem(
        key="fake.nav", endpoint="fake.hello", label=t("Fake pages"), icon="dot", group=MenuGroup.SITE
    )


FAKE = fake_plugin(blueprints=lambda: [PAGES], nav_items=sound)
FAILING = fake_plugin("failing", nav_items=raises, dashboard_cards=raises)
BROKEN = fake_plugin("broken", api=">=9")


@pytest.fixture
def client(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def switch_on(program):
    def do(name):
        with program.database.unit_of_work() as session:
            enable_plugin(program.context(session, program_viewer("test")), program.host, name)

    return do


@pytest.mark.plugins(FAKE)
def test_a_module_comes_and_goes_at_once(client, sign_in):
    sign_in("administrator")
    assert client.get("/fake/").status_code == 404

    assert client.post("/modules/fake/on").location == "/modules/"
    assert client.get("/fake/").text == "hello from fake"
    assert "Open its pages" in client.get("/modules/").text
    menu = client.get("/").text
    assert menu.index('id="menu-records"') < menu.index('id="menu-site"') < menu.index("Fake pages")

    client.post("/modules/fake/off")
    assert client.get("/fake/").status_code == 404
    assert "Fake pages" not in client.get("/").text
    assert "Open its pages" not in client.get("/modules/").text


@pytest.mark.plugins(FAKE)
def test_a_short_menu_has_no_headings(client, switch_on, monkeypatch):
    monkeypatch.setattr(menu, "MOST_WITHOUT_HEADINGS", 30)
    switch_on("fake")

    page = client.get("/").text

    assert "Fake pages" in page
    assert "menu-heading" not in page


@pytest.mark.plugins(FAKE)
def test_only_administrators_switch(client, sign_in):
    assert client.post("/modules/fake/on").status_code == 302
    sign_in("staff")

    assert client.get("/modules/").status_code == 403
    assert client.post("/modules/fake/on").status_code == 403
    assert client.get("/fake/").status_code == 404


@pytest.mark.plugins(BROKEN, FAKE)
def test_a_broken_module_is_told_to_administrators_only(client, sign_in):
    assert "cannot be used" not in client.get("/").text

    sign_in("administrator")
    assert "broken. The page “Modules” says why" in client.get("/").text
    page = client.get("/modules/").text
    assert "this program offers 1." in page
    assert "/modules/fake/on" in page
    assert "/modules/broken/on" not in page
    assert client.post("/modules/broken/on").status_code == 409


@pytest.mark.plugins(FAILING)
def test_a_failing_module_is_named_and_every_page_stays_up(client, sign_in, switch_on):
    switch_on("failing")

    home = client.get("/")
    assert home.status_code == 200
    assert "failing" in home.text

    sign_in("administrator")
    page = client.get("/modules/").text
    assert "“nav_items” raises an error" in page
    assert "“dashboard_cards” raises an error" in page


@pytest.mark.plugins
def test_without_modules_the_page_says_how_to_get_one(client, sign_in):
    sign_in("administrator")

    assert "No module is installed" in client.get("/modules/").text


def test_the_bundled_modules_are_shown_with_their_switch(client, sign_in):
    sign_in("administrator")

    page = client.get("/modules/").text

    assert "/modules/chantier/on" in page
    client.set_cookie("locale", "fr")
    held = client.get("/modules/finance").text.split("<h3>Données personnelles</h3>")[1]
    assert "<dt>Tours de table</dt>" in held


@pytest.mark.plugins(
    fake_plugin(dashboard_cards=lambda: [Card(key="fake.card", title=t("Its card"), template="no/such.html")])
)
def test_a_card_without_its_template_is_an_error_in_tests(client, switch_on):
    switch_on("fake")

    with pytest.raises(Exception, match=r"no/such\.html"):
        client.get("/")


@pytest.mark.own_app
@pytest.mark.plugins(
    fake_plugin(dashboard_cards=lambda: [Card(key="fake.card", title=t("Its card"), template="no/such.html")])
)
def test_a_template_that_raises_leaves_the_page_up_and_is_named(app, client, switch_on):
    app.testing = False
    switch_on("fake")

    page = client.get("/")

    assert page.status_code == 200
    assert "“fake”" in page.text


def dressed(folder):
    pages = Pages("fake", __name__, url_prefix="/fake", static_folder=folder)
    pages.page("/", hello, permission=PUBLIC)
    return fake_plugin(blueprints=lambda: [pages])


@pytest.fixture
def styled(tmp_path, request):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "fake.css").write_text("body {}", encoding="utf-8")
    request.node.add_marker(pytest.mark.plugins(dressed(tmp_path / "static")))


def test_files_of_a_module_are_served_while_it_works(styled, program, client, sign_in, switch_on):
    assert client.get("/fake/static/fake.css").status_code == 404
    switch_on("fake")
    with client.get("/fake/static/fake.css") as served:
        assert (served.status_code, served.text) == (200, "body {}")
        assert "no-store" not in served.headers.get("Cache-Control", "")

    with program.database.unit_of_work() as session:  # what a failed upgrade writes at the switch
        session.get(PluginState, "fake").failure = "RuntimeError: boom"
    assert client.get("/fake/static/fake.css").status_code == client.get("/fake/").status_code == 404
    going = PluginDeprecation("side_cards", since="1.2", gone="1.4", instead="dashboard_cards")
    program.host.deprecated["fake"] = [going.text]  # what the start finds, as the tests of loading show
    sign_in("administrator")
    page = client.get("/modules/").text
    assert "“side_cards” is deprecated since version 1.2 of the plugin API" in page
    assert "Failed: does nothing" in page
    assert "Some modules cannot be used: fake." in client.get("/").text
    assert "RuntimeError: boom" in page
    client.post("/modules/fake/off")
    assert "could not be upgraded: RuntimeError: boom" in client.post("/modules/fake/on").text


def counting(asked):
    def cards():
        asked.append("cards")
        return ()

    return cards


ASKED = []


@pytest.mark.plugins(fake_plugin(dashboard_cards=counting(ASKED)), fake_plugin("other"), fake_plugin("third"))
def test_the_cards_of_a_module_are_tried_once_however_many_modules_there_are(client, sign_in, switch_on):
    for name in ("fake", "other", "third"):
        switch_on(name)
    sign_in("administrator")
    ASKED.clear()

    assert client.get("/modules/").status_code == 200

    assert ASKED == ["cards"]
