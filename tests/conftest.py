"""What all our tests share: a real browser, a served program, the demonstration."""

import gc
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from packaging.requirements import Requirement
from sqlalchemy import event, make_url
from tests import turns
from tests.firefox import Firefox
from tests.firefox import path as firefox_path
from tests.kept import KeptConnections, KeptFile
from werkzeug.serving import make_server

from collegial.kernel import database
from collegial.kernel.errors import DomainError

ROOT = Path(__file__).resolve().parents[1]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# The first that is there: the shell draws as the others do, without windows, and takes three quarters of their time.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-background-networking",
]
UNOPTIMIZED = (
    "--js-flags=--no-maglev --no-turbofan"  # most pages do not live long enough to earn what they cost
)

# `make journeys` looks at each page in both themes at both sizes, and keeps a picture of each; then as at 200 %.
ZOOMED = {"width": 640, "height": 450}
# What is smaller than 24 pixels and has no room around it, and what moves though less motion was asked for.
_HARD_TO_USE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(one => one.checkVisibility()).map(one => [one, one.getBoundingClientRect()])
    .filter(([_, box]) => box.width > 2 && box.height > 2);
  const inText = one => getComputedStyle(one).display === "inline"
    && one.parentElement.textContent.trim().length > one.textContent.trim().length;
  const isNear = (x, y, o) => Math.hypot(
    Math.max(o.x - x, 0, x - o.x - o.width), Math.max(o.y - y, 0, y - o.y - o.height)) < 12;
  const small = all.filter(([one, box]) => (box.width < 24 || box.height < 24) && !inText(one)
    && all.some(([other, o]) => other !== one && isNear(box.x + box.width / 2, box.y + box.height / 2, o)));
  const moving = document.getAnimations().filter(one => one.playState === "running");
  return [...small.map(([one]) => one.outerHTML.slice(0, 90)), ...moving.map(one => String(one.animationName))];
}"""
LOOKS = [(size, scheme) for size in (PHONE, DESK) for scheme in ("light", "dark")]
EVERY_LOOK = os.environ.get("COLLEGIAL_LOOKS") == "every"

ROOM_IN_MEMORY = 4 << 30
A_MOMENT = 0.2  # second in which the second of two acts comes as far as it can

# A busy machine is no failure: how long the examples take to make is not tested.
_PATIENT = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("usual", **_PATIENT)
settings.register_profile("long", **_PATIENT)
settings.load_profile("usual")


def pytest_configure(config):
    """Put the tests' folders in memory where there is room: each acknowledged write waits for its disk.

    While tests are imported and collected, nobody looks for garbage: all of it stays.
    """
    gc.disable()
    config.pluginmanager.register(turns)
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > ROOM_IN_MEMORY:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_collection_finish():
    """Let the collector leave alone what stays: reading it again and again took a fifth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item):
    """Tell what goes from test to test that this one is over."""
    found = getattr(item, "funcargs", {})
    for name in {"kept_file", "kept_connections"} & found.keys():
        found[name].is_over = True


@pytest.fixture(scope="session")
def kept_file(tmp_path_factory):
    """Give the SQLite file that goes from test to test."""
    return KeptFile(tmp_path_factory.mktemp("kept"))


@pytest.fixture(scope="session")
def kept_connections():
    """Give the connections that go from test to test with the database that is lent."""
    kept = KeptConnections()
    yield kept
    kept.lend(None)


@pytest.fixture
def database_url(database_kind, kept_file, kept_connections, request):
    """Give a fresh migrated database of this test alone."""
    if database_kind == "sqlite":
        return kept_file.lend(request.getfixturevalue("sqlite_template"))
    return kept_connections.lend(request.getfixturevalue("postgres_loans").lend())


@pytest.fixture
def empty_database(database_kind, tmp_path, request):
    """Give the URL of a database without any table."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    databases = request.getfixturevalue("postgres_databases")
    url = databases.make()
    yield url
    databases.throw(url)


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once(kept_file, kept_connections):
    """Let the engines of all tests share a dialect and what it compiled: alone, each would ask and compile anew.

    Those of the databases that go from test to test leave their connections to the next one.
    """
    made, kept, compiled = database.create_engine, {}, {}

    def create(url, **options):
        known = kept.get(make_url(url).get_backend_name())
        is_known = known is not None and known.server_version_info  # once it has connected
        if url == kept_file.url:
            options["creator"] = kept_file.connect
        engine = made(url, **options, **({"_initialize": False} if is_known else {}))
        if url == kept_file.url:
            engine.dialect.do_close = kept_file.rest
        if url == kept_connections.url:
            event.listen(engine, "do_connect", kept_connections.connect)
            engine.dialect.do_close = kept_connections.rest
        if is_known:
            engine.dialect = known
        kept[engine.dialect.name] = engine.dialect
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", create)
        yield


class _Compiled(FileSystemBytecodeCache):
    """What was compiled of each template, by its text: kept here, and in files that other workers read."""

    def __init__(self, folder):
        super().__init__(folder)
        self.known = {}

    def load_bytecode(self, bucket):
        bucket.code = self.known.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)
            self.known[bucket.key, bucket.checksum] = bucket.code

    def dump_bytecode(self, bucket):
        self.known[bucket.key, bucket.checksum] = bucket.code
        super().dump_bytecode(bucket)


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once(tmp_path_factory, worker_id):
    """Let all applications, of all workers, share what each compiled of its templates."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "templates"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": _Compiled(str(folder))})
        yield


@pytest.fixture(scope="session")
def start_chromium():
    """Give a function that starts Debian's Chromium; without it, skip, except in CI, where it must be there."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed")
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium-headless-shell)")
    with sync_api.sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_FLAGS, *flags])


@pytest.fixture(scope="session")
def chromium(start_chromium):
    """Give the browser that opens pages."""
    browser = start_chromium(UNOPTIMIZED)
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    """Give Firefox; without it, skip, except in CI, where it must be there."""
    if firefox_path() is None:
        if os.environ.get("CI"):
            pytest.fail("Firefox is not installed")
        pytest.skip("Firefox is not installed (Debian: apt-get install firefox-esr)")
    started = Firefox(tmp_path_factory.mktemp("firefox"))
    yield started
    started.close()


@pytest.fixture(scope="session")
def axe():
    """Give the accessibility checker: its source, and how we ask it."""
    import axe_playwright_python

    folder = Path(axe_playwright_python.__file__).parent
    return Axe(
        source=(folder / "axe.min.js").read_text("utf-8"),
        question=(ROOT / "tests/look.js").read_text("utf-8"),
    )


class Axe:
    """The accessibility checker, asked for what it finds on a page.

    It keeps which kinds of text and of links it saw on pages without a fault: they are right on the next one too.
    """

    def __init__(self, *, source, question):
        self.source, self.question, self.passed = source, question, set()

    def violations(self, page):
        """Return the rules that the present page breaks, each with the elements that break it."""
        found = page.evaluate(self.question, list(self.passed))
        if not found["faults"]:
            self.passed.update(found["kinds"])
        return found["faults"]


def _plain_environment():
    """Return the environment without what says how Python or the program run."""
    ours = ("PYTHON", "COLLEGIAL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
        "LANGUAGE": "en"
    }


class Elsewhere:
    """An environment that holds our wheel, what it depends on, and what is installed into it, outside the tree."""

    def __init__(self, folder):
        self.folder, self.bin = folder, folder / "env" / "bin"
        self.loaded = self.bin / "collegial"
        self.environment = _plain_environment()

    def wheel(self, source):
        """Build the wheel of a project by the tools of the present environment."""
        target = self.folder / f"wheel-{source.name}"
        options = ("--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(target))
        _done(sys.executable, "-m", "pip", "wheel", *options, str(source), cwd=self.folder)
        (built,) = target.glob("*.whl")
        return built

    def lend(self, requirement):
        """Link all that a requirement asks for, out of the present environment: an index is not asked again."""
        (site,) = self.folder.glob("env/lib/python*/site-packages")
        for one in _asked_for(requirement, site):
            for name in {path.parts[0] for path in one.files if path.parts[0] != ".."} - {"__pycache__"}:
                place = site / name
                if not place.exists():
                    place.symlink_to(one.locate_file(name))

    def install(self, wheel):
        """Install a wheel in the place of another version; what it depends on is there."""
        options = ("--quiet", "--no-deps", "--no-index", "--disable-pip-version-check")
        self.run("python", "-m", "pip", "install", *options, str(wheel))

    def run(self, name, *arguments, **more):
        """Run a program of the environment and return what it printed."""
        program = self.loaded if name == "collegial" else self.bin / name
        return _done(program, *arguments, cwd=self.folder, env=self.environment | more)

    def collegial(self, site, *arguments):
        """Run `collegial` for a deployment, by its folder."""
        return self.run("collegial", *arguments, COLLEGIAL_CONFIG=str(site / "pays.toml"))


@contextmanager
def standing_by(programs, folder, environment):
    """Keep the program of a folder of programs loaded, and give one that runs its commands, and scripts, by forks.

    What serves starts by itself all the same: its processes are meant to be killed.
    """
    program, door, standby = folder / "collegial", folder / "door", ROOT / "tests" / "standby.py"
    program.write_text(
        f'#!/bin/sh\ncase "$1" in serve|worker) exec {programs}/collegial "$@";; esac\n'
        f'exec {programs}/python -IS {standby} {door} "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    with subprocess.Popen(
        [programs / "python", "-I", standby, door],
        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as loaded:  # fmt: skip
        assert loaded.stdout.readline() == "ready\n"
        yield program


def _asked_for(requirement, site):
    """Return what is installed here of all that a requirement asks for; what stands in `site` speaks for itself."""
    waiting, asked, found = [Requirement(requirement)], set(), {}
    while waiting:
        one = waiting.pop()
        if str(one) in asked:
            continue
        asked.add(str(one))
        there = next(metadata.distributions(name=one.name, path=[str(site)]), None)
        known = there or metadata.distribution(one.name)
        if there is None:
            found[one.name] = known
        extras = [{"extra": extra} for extra in (*one.extras, "")]
        needed = map(Requirement, known.requires or ())
        waiting += [more for more in needed if not more.marker or any(map(more.marker.evaluate, extras))]
    return found.values()


def _done(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory):
    """Give an environment elsewhere that holds nothing but our wheel and what it depends on."""
    place = Elsewhere(tmp_path_factory.mktemp("elsewhere"))
    source = place.folder / "source"
    left = (".venv", ".git", "build", "*.egg-info", "*.mo", "__pycache__", "node_modules")
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(*left))
    wheel = place.wheel(source)
    _done(sys.executable, "-m", "venv", "--without-pip", str(place.folder / "env"), cwd=place.folder)
    place.lend("pip")
    place.install(wheel)
    place.lend("collegial[postgres]")
    place.run("python", "-m", "pip", "check", "--disable-pip-version-check")
    shutil.rmtree(source)
    with standing_by(place.bin, place.folder, place.environment) as place.loaded:
        yield place


@pytest.fixture(scope="session")
def loaded(tmp_path_factory):
    """Give the present environment's `collegial`, loaded once for all of its commands."""
    folder = tmp_path_factory.mktemp("loaded")
    with standing_by(Path(sys.executable).parent, folder, _plain_environment()) as program:
        yield program


@pytest.fixture(scope="session")
def rehearsal(loaded, postgres_server, tmp_path_factory):
    """Start the rehearsal of a deployment, which waits more than it works: give it while others are tested.

    It is None where nginx is not installed; CI is expected to have it.
    """
    if shutil.which("nginx") is None and not os.environ.get("CI"):
        yield None
        return
    folder, number = tmp_path_factory.mktemp("rehearsal"), 8400 + os.getpid() % 500
    with subprocess.Popen(
        [ROOT / "deploy" / "rehearse", folder / "deployment", postgres_server.replace("+psycopg", "")],
        env=_plain_environment() | {"COLLEGIAL": str(loaded), "PORT": str(number)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    ) as played:  # fmt: skip
        yield played
        with suppress(ProcessLookupError):  # where it was cut short: what it started goes with it
            os.killpg(played.pid, signal.SIGKILL)


class Redis:
    """A Redis that keeps nothing on disk: killed, it comes back empty."""

    def __init__(self, program, place):
        self._program, self._place = program, place
        self.url = f"unix://{place}"

    def up(self):
        """Start it, and wait until it answers."""
        command = [self._program, "--port", "0", "--unixsocket", str(self._place), "--save", ""]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket(socket.AF_UNIX) as probe:
                if self._place.exists() and probe.connect_ex(str(self._place)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail("Redis did not start")

    def kill(self):
        """End it at once."""
        self._server.kill()
        self._server.wait()


@pytest.fixture
def redis(tmp_path):
    """Give a Redis server of this test."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("Redis is not installed (Debian: apt-get install redis-server)")
    server = Redis(program, tmp_path / "redis.sock")
    try:
        server.up()
        yield server
    finally:
        server.kill()


@pytest.fixture
def redis_url(redis):
    """Give the address of a Redis server of this test."""
    return redis.url


@pytest.fixture
def serve():
    """Give a function that serves an application on localhost and returns its address."""
    servers = []

    def start(app):
        server = make_server("localhost", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://localhost:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def statements_of(client, program):
    """Give a function that counts the SQL statements that a page takes."""
    asked = []

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    def count(path):
        asked.clear()
        assert client.get(path).status_code == 200
        return len(asked)

    event.listen(program.database.engine, "before_cursor_execute", note)
    yield count
    event.remove(program.database.engine, "before_cursor_execute", note)


@pytest.fixture
def open_page(chromium, axe):
    """Give a function that opens a page; every page it visits must be clean for axe and for the console.

    `also` is another size at which nothing may scroll sideways either.
    """
    contexts = []

    def start(*, viewport=PHONE, locale="fr-FR", scheme="light", also=None, **options):
        context = chromium.new_context(viewport=viewport, locale=locale, color_scheme=scheme, **options)
        context.set_default_timeout(30_000)  # a busy machine is no fault of a page
        context.add_init_script(axe.source)
        contexts.append(context)
        page = context.new_page()
        page.console_errors = []
        page.on(
            "console", lambda said: page.console_errors.append(said.text) if said.type == "error" else None
        )
        page.check = lambda **how: _check(page, axe, also, **how)
        return page

    yield start
    for context in contexts:
        context.close()


def _check(page, checker, also, *, axe=True, at=None):
    """Refuse accessibility violations, sideways scrolling and console errors on the present page.

    Whoever only goes on to another page says `at` which size axe judges; the page is left at the one that came last.
    """
    page.wait_for_load_state()
    present = page.viewport_size
    if EVERY_LOOK:
        for size, scheme in LOOKS:
            _look(page, size, scheme, checker if axe else None)
        _look(page, ZOOMED, None, None)
        assert page.evaluate(_HARD_TO_USE) == [], page.url
    else:
        judged, sizes = at or present, [at or present] + [also] * bool(also)
        for size in sorted(
            sizes, key=lambda one: one != present
        ):  # the one that is shown first: each change is drawn
            _look(page, size, None, checker if axe and size == judged else None)
    if at is None:
        _resize(page, present)
    assert page.console_errors == [], page.console_errors


def _look(page, size, scheme, checker):
    _resize(page, size)
    if scheme:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # colours change at once
        _picture(page, f"{size['width']}-{scheme}")
    if checker:
        assert checker.violations(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], (
        f"{page.url} scrolls sideways at {size['width']}"
    )


def _resize(page, size):
    if page.viewport_size != size:
        page.set_viewport_size(size)


def _picture(page, look):
    """Keep the first picture of a kind of page in a look."""
    kind = (
        re.sub(r"[^/]{25,}|[0-9a-f]{8,}|\d+", "0", urlsplit(page.url).path).strip("/").replace("/", "_")
        or "home"
    )
    path = ROOT / "build" / "looks" / f"{kind}.{look}.png"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=True)


@pytest.fixture
def at_once(program, context):
    """Give a function that lets one act begin, another come meanwhile, and tells how each ended."""

    def hand(act, hold=None):
        try:
            with program.database.unit_of_work() as own:
                act(program.context(own, context.by))
                own.flush()
                if hold:
                    hold()
        except DomainError as refusal:
            return refusal.code
        return "done"

    def do(first, second=None):
        if second is None:
            return hand(first)
        with ThreadPoolExecutor(1) as other:
            begun = []

            def hold():
                begun.append(other.submit(hand, second))
                wait(begun, timeout=A_MOMENT)

            return hand(first, hold), begun[0].result(30)

    return do
