"""The Pays de Brest: our wheel and the wheel of its own modules, in an empty environment, on both databases.

It starts with version 1.0 of its modules, upgrades to 2.0, votes and funds, loses its modules and has them back.
"""

import json
import re
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

HERE = Path(__file__).resolve().parent
SINCE = re.compile(r"^.*since 2\.0.*\n", re.MULTILINE)
CODE = re.compile(r"Your code is (\d{6})\.")
pytestmark = [
    pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(600), pytest.mark.xdist_group("wheel"),
]  # fmt: skip


@pytest.fixture(scope="module")
def brest(elsewhere):
    """Give the wheels of the modules of Brest: 1.0, which is 2.0 without what came since, and 2.0."""
    older = elsewhere.folder / "older"
    shutil.copytree(
        HERE / "plugin", older, ignore=shutil.ignore_patterns("0002_*", "__pycache__", "*.egg-info")
    )
    for path in (one for one in older.rglob("*") if one.suffix in {".py", ".html", ".toml"}):
        text = path.read_text(encoding="utf-8")
        path.write_text(SINCE.sub("", text).replace('"2.0.0"', '"1.0.0"'), encoding="utf-8")
    newer = shutil.copytree(HERE / "plugin", elsewhere.folder / "newer")
    return {"1.0": elsewhere.wheel(older), "2.0": elsewhere.wheel(newer)}


@pytest.fixture
def sites(elsewhere, brest, postgres_databases, tmp_path):
    """Give two deployments of the Pays de Brest with version 1.0 of its modules, on SQLite and on PostgreSQL."""
    elsewhere.install(brest["1.0"])
    urls = {"sqlite": "", "postgresql": postgres_databases.make()}
    for kind, url in urls.items():
        answers = (HERE / "answers.toml").read_text(encoding="utf-8")
        (tmp_path / f"{kind}.toml").write_text(f'database_url = "{url}"\n{answers}', encoding="utf-8")
        elsewhere.run("collegial", "init", str(tmp_path / kind), "--answers", str(tmp_path / f"{kind}.toml"))
    folders = [tmp_path / kind for kind in urls]
    elsewhere.run("collegial", str(HERE / "seed.py"), *map(str, folders))
    yield folders
    postgres_databases.throw(urls["postgresql"])


@contextmanager
def served(elsewhere, folders):
    """Serve the deployments, one address each."""
    command = [elsewhere.loaded, HERE / "served.py", *folders]
    with subprocess.Popen(
        command, env=elsewhere.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield dict(zip(json.loads(process.stdout.readline()), folders, strict=True))
        finally:
            process.stdin.close()


@pytest.mark.usefixtures("rehearsal")  # it goes on meanwhile, and is looked at afterwards
def test_another_pays_lives_with_its_own_modules(elsewhere, brest, sites, open_page):
    pages = [open_page(viewport={"width": 1280, "height": 900}, locale="en-GB") for _ in sites]

    elsewhere.install(brest["2.0"])
    for folder in sites:
        assert "up to date" in elsewhere.collegial(folder, "db", "upgrade")
    assert "no fault found" in elsewhere.run("collegial", "plugins", "check", "brest")
    with served(elsewhere, sites) as addresses:
        for page, (address, folder) in zip(pages, addresses.items(), strict=True):
            sign_in(page, address, folder)
            fund_and_vote(page, address)
            the_modules_are_in_use(page, address)

    elsewhere.run("python", "-m", "pip", "uninstall", "--quiet", "--yes", "collegial-brest")
    for folder in sites:
        assert "up to date" in elsewhere.collegial(folder, "db", "upgrade")
    with served(elsewhere, sites) as addresses:
        for page, address in zip(pages, addresses, strict=True):
            page.console_errors.clear()  # what the last server did not send any more
            the_core_goes_on(page, address)

    elsewhere.install(brest["2.0"])
    with served(elsewhere, sites) as addresses:
        for page, address in zip(pages, addresses, strict=True):
            page.console_errors.clear()
            all_is_back(page, address)


def sign_in(page, address, folder):
    """Sign in by the code that comes by mail."""
    page.goto(f"{address}/sign-in")
    page.locator("input[name=identity]").first.fill("nolwenn@brest.example")
    page.get_by_role("button", name="Send me a code").click()
    page.locator("input[name=passcode]").fill(code_in(folder / "mail"))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def code_in(folder):
    """Return the code of the only mail, once it is there."""
    for _ in range(100):
        for path in folder.glob("*"):
            found = CODE.search(path.read_text(encoding="utf-8"))
            if found:
                return found[1]
        time.sleep(0.1)
    raise AssertionError([one.read_text(encoding="utf-8") for one in folder.glob("*")])


def fund_and_vote(page, address):
    """What was pledged under 1.0 is there; a pledge opens the gate; a vote by the method of the plugin is cast."""
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Pour les jardins: 20 of 50 euros")
    page.goto(f"{address}/proposals/jardins/gate")
    expect(page.locator("main")).to_contain_text("No round of this proposal reached its goal yet.")

    page.goto(f"{address}/brest/")
    page.check()
    page.get_by_role("link", name="Pledge").click()
    page.locator("input[name=amount]").fill("2")
    page.get_by_role("button", name="Pledge").click()
    expect(page.get_by_text("Pledge 5 euros or more.").first).to_be_visible()
    page.console_errors.clear()  # the browser notes the answer 422
    page.locator("input[name=amount]").fill("30")
    page.locator("input[name=words]").fill("Avec plaisir")
    page.get_by_role("button", name="Pledge").click()
    expect(page.locator("main")).to_contain_text("50 of 50 euros for “Jardins”")
    expect(page.locator("main")).to_contain_text("Avec plaisir")
    page.check()

    page.goto(f"{address}/proposals/jardins/gate")
    expect(page.locator("main")).to_contain_text("Its round reached its goal.")
    page.goto(f"{address}/assemblies/1")
    expect(page.locator("main")).to_contain_text("No round is open.")
    page.get_by_role("link", name="Vote", exact=True).first.click()
    page.get_by_text("How this is counted").click()
    expect(page.get_by_text("Whoever abstains counts against.")).to_be_visible()
    expect(page.get_by_text("The statutes also ask: Half of those who attend take a side.")).to_be_visible()
    page.get_by_label("For", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.locator(".receipt")).to_be_visible()


def the_modules_are_in_use(page, address):
    """Switching them off is told and not done silently; their board asks for a capability, not for them."""
    page.goto(f"{address}/modules/brest")
    expect(page.locator("main")).to_contain_text("2.0.0")
    page.get_by_role("button", name="Switch off").first.click()
    for words in (
        "1 vote uses one of its methods", "1 proposal waits at a gate", "The module “Board” needs it",
    ):  # fmt: skip
        expect(page.locator("main")).to_contain_text(words)
    page.console_errors.clear()  # the browser notes the answer 409
    page.check()
    page.get_by_role("link", name="Leave it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Modules")


def the_core_goes_on(page, address):
    """Without the plugin, its pages are gone, what it decides is shut and names it, everything else is there."""
    for path in ("/modules/", "/proposals/jardins", "/statutes/", "/journal/", "/votes/1/results"):
        assert page.goto(f"{address}{path}").status == 200
    page.goto(address)
    page.check()
    page.goto(f"{address}/proposals/jardins/gate")
    expect(page.locator("main")).to_contain_text("The module “brest” is not available")
    page.goto(f"{address}/assemblies/1")
    page.get_by_role("link", name="Close the vote", exact=True).click()
    page.get_by_role("button", name="Close the vote and count").click()
    expect(page.locator("main")).to_contain_text("The module “brest” is not available")
    page.goto(f"{address}/brest/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    page.console_errors.clear()  # the browser notes the answers 409 and 404


def all_is_back(page, address):
    """Reinstalled, the plugin has its data and its switch; the vote is counted as its method says."""
    page.goto(f"{address}/brest/1")
    expect(page.locator("main")).to_contain_text("50 of 50 euros for “Jardins”")
    expect(page.locator("main")).to_contain_text("confirmed")
    page.goto(f"{address}/proposals/jardins/gate")
    expect(page.locator("main")).to_contain_text("Its round reached its goal.")
    page.goto(f"{address}/assemblies/1")
    page.get_by_role("link", name="Close the vote", exact=True).click()
    page.get_by_role("button", name="Close the vote and count").click()
    expect(page.get_by_text("Adopted", exact=True)).to_have_count(1)
    expect(page.locator("main")).to_contain_text("2/3")
    page.get_by_text("Every step of the count").click()
    expect(page.locator("main")).to_contain_text("It is met. 3 of 3 who attended took a side.")
    page.check()
