"""Another Pays starts: its folder, its members from a list, a plugin of its own, switched on without a restart.

Everything is done by the commands and pages that the guides name, without a network, in processes of their own.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest

pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("wheel"),
]  # fmt: skip

DESK = {"width": 1280, "height": 900}
PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COLLEGIAL"))}
LIST = """Nom;Prénom;Courriel;Catégorie;Date d’admission;Parts;Montant versé
Le Gall;Anna;anna@example.org;Autres partenaires;01/02/2026;2;40,00
Morvan;Yann;yann@example.org;Autres partenaires;31/02/2026;1;20,00
"""


def run(*command, cwd, env=PLAIN, **options):
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def plugin(loaded, tmp_path):
    """Write a plugin from the template and install it beside the program; give the environment that holds it."""
    run(
        loaded, "new-plugin", "gardens", "--name", "gardens", "--title", "Shared gardens", "--author", "Ada",
        cwd=tmp_path,
    )  # fmt: skip
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    run(*install, "--no-build-isolation", "--target", "beside", "./gardens", cwd=tmp_path)
    return PLAIN | {"PYTHONPATH": str(tmp_path / "beside")}


@pytest.fixture
def served(loaded):
    """Give a function that serves a site by two processes, as its operator does, and waits for it."""
    servers = []

    def start(site, port, env):
        command, log = [loaded, "serve", "--port", str(port)], site / "serve.log"
        with log.open("wb") as told:
            servers.append(
                subprocess.Popen(
                    command, cwd=site, env=env, stdout=subprocess.DEVNULL, stderr=told, start_new_session=True
                )
            )
        assert wait_for(lambda: answers(port)), log.read_text()
        assert f"bind=127.0.0.1:{port} database=sqlite processes=2 stop='Ctrl+C" in log.read_text()

    yield start
    for one in servers:
        os.killpg(one.pid, signal.SIGKILL)  # the server and its two processes, at once
        one.wait(timeout=60)


def answers(port):
    try:
        urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
    except OSError:
        return False
    return True


def code_in(folder):
    """Return the code of the mail that was written into a folder."""
    mails = (one.read_text(encoding="utf-8") for one in folder.glob("*"))
    found = (re.search(r"^.* (\d{6})\.$", mail, re.MULTILINE) for mail in mails)
    return next((one.group(1) for one in found if one), None)


def wait_for(something):
    """Ask again and again, for a minute, until there is something."""
    for _ in range(240):
        if answer := something():
            return answer
        time.sleep(0.25)
    return None


def choose(page, path):
    """Follow a link of the menu, and open the part in which it stands."""
    part = page.locator(f"nav details:not([open]):has(a[href='{path}']) > summary")
    if part.count():
        part.click()
    page.locator(f"nav a[href='{path}']").click()


def test_a_pays_starts_from_nothing_and_adds_a_plugin_of_its_own(loaded, plugin, served, open_page, tmp_path):
    port = free_port()
    typed = [
        "Pays de Brest", "Brest", "fr,br", "#135a75", "Ada", "ada@example.org", f"http://127.0.0.1:{port}", "", "",
        "scic-sa", "2026-01-01", "", "five-stages", "Financer, Former", "", "Structures de base", *["n"] * 20,
    ]  # fmt: skip
    run(loaded, "init", "site", cwd=tmp_path, env=plugin, input="\n".join(typed))
    site = tmp_path / "site"
    served(site, port, plugin)
    page = open_page(viewport=DESK)

    page.goto(f"http://127.0.0.1:{port}/sign-in")
    page.fill("input[name=identity]", "ada@example.org")
    page.locator("main form.form button[type=submit]").first.click()
    page.fill("input[name=passcode], input[name=code]", wait_for(lambda: code_in(site / "mail")))
    page.locator("main form.form button[type=submit]").first.click()
    page.locator(".account").wait_for()
    page.check()

    (tmp_path / "liste.csv").write_text(LIST, encoding="utf-8")
    page.goto(f"http://127.0.0.1:{port}/imports/new")
    page.set_input_files("input[type=file]", tmp_path / "liste.csv")
    page.locator("main form.form button[type=submit]").click()
    page.locator("main form.form button[type=submit]").click()
    page.wait_for_url(re.compile(r"/imports/\d+$"))
    assert "31/02/2026" in page.locator("#rows .error").inner_text()
    page.check()
    with page.expect_event("load"):  # a change of the history alone is no new page
        page.locator("main form.form button[type=submit]").click()
    page.goto(f"http://127.0.0.1:{port}/members/")
    # The rows are promised work: the server does them a moment later.
    assert wait_for(lambda: page.get_by_text("Le Gall").count() or (page.reload() and None))

    assert page.goto(f"http://127.0.0.1:{port}/gardens/").status == 404
    page.console_errors.clear()
    page.goto(f"http://127.0.0.1:{port}/")
    choose(page, "/modules/")
    page.locator("form[action='/modules/gardens/on'] button").click()
    page.check()
    choose(page, "/gardens/")
    page.locator("main a[href='/gardens/new']").click()
    page.fill("[name=title]", "Jardin du bourg")
    page.fill("[name=amount]", "12")
    page.locator("main form.form button[type=submit]").click()
    page.get_by_role("row", name="Jardin du bourg").wait_for()
    page.check()
