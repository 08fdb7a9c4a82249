"""While a site is closed, every visitor learns so in every language, without a database; monitors see it live."""

import pytest
from click.testing import CliRunner

from collegial.backups.cli import maintenance
from collegial.hosting.settings import save_settings
from collegial.serving import work_forever
from collegial.web.look import LOOK
from collegial.web.maintenance import flag_of

pytestmark = pytest.mark.own_app


@pytest.fixture
def closed(client, settings, program):
    flag_of(settings).touch()
    program.database.close()
    return client


def test_every_page_says_so_in_every_language(closed):
    answer = closed.get("/assemblies/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "120")
    page = answer.get_data(as_text=True)
    for words in (
        "Le site est fermé pour maintenance",
        "The site is closed for maintenance",
        "Serret eo al lec’hienn",
    ):
        assert words in page
    assert page.count('lang="') >= 3
    assert closed.post("/language", data={"locale": "br"}).status_code == 503


def test_the_page_keeps_the_colour_that_was_set(client, settings, program, context):
    save_settings(context, LOOK, {"accent": "#135a75"})
    context.session.commit()
    client.get("/")
    flag_of(settings).touch()
    program.database.close()

    assert 'class="accent-own"' in client.get("/assemblies/").text
    assert "#135a75" in client.get("/accent.css").text


def test_monitors_see_that_it_lives(closed):
    assert closed.get("/health/live").status_code == 200
    assert closed.get("/health/ready").json["status"] == "maintenance"


def test_promised_work_rests(closed, app, program, clock):
    from collegial.kernel.outbox import promise

    with program.database.unit_of_work() as session:
        promise(session, "test.work", {}, at=clock.now())
    assert work_forever(app, once=True) == 0


def test_the_command_closes_and_opens(tmp_path, monkeypatch):
    (tmp_path / "pays.toml").touch()
    (tmp_path / "secrets.toml").write_text(
        "".join(f'{name} = "{name * 12}"\n' for name in ("key", "password_salt", "totp")), encoding="utf-8"
    )
    monkeypatch.setenv("COLLEGIAL_CONFIG", str(tmp_path / "pays.toml"))
    said = [CliRunner().invoke(maintenance, [state]).output for state in ("on", "status", "off")]
    assert said == ["The site is closed for maintenance.\n"] * 2 + ["The site is open.\n"]
