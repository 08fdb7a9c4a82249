"""Secret votes beside the unmodified belenios-tool: verify a board, count it, encrypt a ballot in the browser."""

import json
import os
import resource
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bench.harness import Entry, Measure, Missing, Round
from collegial.secret.belenios import chain, tally, trustees
from collegial.secret.belenios.archive import Archive, read_archive, write_archive
from collegial.secret.belenios.ballots import make_ballot
from collegial.secret.belenios.credentials import new_credential, public_credential, write_credentials
from collegial.secret.belenios.election import Election, Question
from collegial.secret.belenios.text import write
from collegial.secret.belenios.verifying import audit
from collegial.web.published import STATIC

_BALLOTS, _UUID = 150, "1" * 14
_CHOICES = ([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1])
_PRIVATE = trustees.new_private_key()


def _election(questions: int) -> Election:
    asked = Question(text="1. Report", answers=("For", "Against", "Abstention"), least=1, most=1, blank=True)
    return Election(
        uuid=_UUID, name="Bench", description="", public_key=trustees.trustee_key(_PRIVATE).public,
        questions=(asked,) * questions,
    )  # fmt: skip


def _board(ballots: int, *, is_closed: bool) -> Archive:
    """Return a board with ballots on one resolution, for, against, abstention or blank."""
    election, codes = _election(1), [new_credential() for _ in range(ballots)]
    people = write(trustees.written_trustees((trustees.trustee_key(_PRIVATE),)))
    publics = write_credentials([public_credential(_UUID, code) for code in codes])
    steps = [chain.setup(election.text, people, publics)]
    cast = [make_ballot(election, code, [_CHOICES[at % 4]]) for at, code in enumerate(codes)]
    for one in cast:
        steps.append(chain.follow(steps[-1].event, chain.Kind.BALLOT, (one.text,)))
    if is_closed:
        steps.append(chain.follow(steps[-1].event, chain.Kind.END_BALLOTS))
    return Archive(started=1, steps=tuple(steps))


@contextmanager
def _tool(archive: Archive) -> Iterator[Callable[..., str]]:
    """Give a function that runs belenios-tool in a folder with the archive."""
    path = shutil.which("belenios-tool")
    if path is None:
        raise Missing("belenios-tool is not installed")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{_UUID}.bel").write_bytes(write_archive(archive))

        def run(*arguments: str, text: str = "") -> str:
            done = subprocess.run(
                [path, *arguments], cwd=folder, input=text, capture_output=True, text=True, check=True,
                env={**os.environ, "BELENIOS_USE_URANDOM": "1"},
            )  # fmt: skip
            return done.stdout

        run.folder = folder  # type: ignore[attr-defined]
        yield run


def _of_children(act: Callable[[], object]) -> float:
    """Return the processor time that child processes took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _by_the_clock(act: Callable[[], object]) -> float:
    """Return the time that something takes on the clock, as a browser's is."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _of_us(act: Callable[[], object]) -> float:
    """Return the processor time that something takes here."""
    start = time.process_time()
    act()
    return time.process_time() - start


@contextmanager
def _verifying() -> Iterator[Measure]:
    archive = _board(_BALLOTS, is_closed=False)
    raw = write_archive(archive)
    with _tool(archive) as tool:

        def one_round() -> Round:
            ours = _of_us(lambda: audit(read_archive(raw)))
            theirs = _of_children(lambda: tool("election", "verify"))
            return _BALLOTS / ours, _BALLOTS / theirs

        yield one_round


@contextmanager
def _counting() -> Iterator[Measure]:
    archive = _board(_BALLOTS, is_closed=True)
    election = _election(1)
    texts = [step.data[0] for step in archive.steps if step.event.kind is chain.Kind.BALLOT]

    def count() -> None:
        sums, number = tally.multiply(election.questions, texts)
        part = tally.decrypt(election, sums, _PRIVATE)
        tally.check_decryption(election, sums, election.public_key, part)
        tally.result(sums, (trustees.trustee_key(_PRIVATE),), {1: part}, number)

    def one_round() -> Round:
        with _tool(archive) as tool:
            folder = Path(tool.folder)  # type: ignore[attr-defined]
            (folder / "key").write_text(f'"{_PRIVATE}"')

            def theirs() -> None:
                sums = tool("election", "compute-encrypted-tally")
                tool("archive", "add-event", "--type", "EncryptedTally", text=sums)
                tool("election", "decrypt", "--privkey", "key", "--trustee-id", "1")

            return _of_us(count) * 1000, _of_children(theirs) * 1000

    yield one_round


_PAGE = b"""<!doctype html><meta charset=utf-8><script type=module>
import { work } from "/js/secret/work.js";
globalThis.timed = async (election, credential, choices) => {
  const gaps = [];
  let last = performance.now(), isOver = false;
  const tick = () => {
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    if (!isOver) setTimeout(tick, 0);
  };
  setTimeout(tick, 0);
  const start = performance.now();
  if (choices) await work("encrypt", [election, credential, choices]);
  else await new Promise((done) => setTimeout(done, 500));
  isOver = true;
  return { took: performance.now() - start, stall: Math.max(...gaps) };
};
globalThis.isReady = true;
</script>"""


class _Files(SimpleHTTPRequestHandler):
    """The static files as the site serves them, and a page that asks the voter's worker."""

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(_PAGE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _browser() -> Iterator[Callable[..., dict[str, float]]]:
    """Give the function of the page above, in Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise Missing("chromium is not installed")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (not needed by the other entries)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=STATIC))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            page.wait_for_function("globalThis.isReady")
            yield lambda *given: page.evaluate("(given) => globalThis.timed(...given)", list(given))
    finally:
        server.shutdown()


@contextmanager
def _encrypting(questions: int, told: str) -> Iterator[Measure]:
    """Measure the seconds of a ballot in the browser, or how long it keeps the page from answering."""
    election, code = _election(questions), new_credential()
    people = write(trustees.written_trustees((trustees.trustee_key(_PRIVATE),)))
    opening = chain.setup(election.text, people, write_credentials([public_credential(_UUID, code)]))
    choices = [_CHOICES[at % 4] for at in range(questions)]
    with _tool(Archive(started=1, steps=(opening,))) as tool, _browser() as timed:
        folder = Path(tool.folder)  # type: ignore[attr-defined]
        (folder / "code").write_text(code)
        (folder / "choices").write_text(json.dumps(choices))
        generate = ("election", "generate-ballot", "--privcred", "code", "--ballot", "choices")

        def one_round() -> Round:
            ours = timed(election.text, code, choices)
            if told == "stall":
                return ours["stall"], timed(election.text, code, None)["stall"]
            return ours["took"] / 1000, _by_the_clock(lambda: tool(*generate))

        yield one_round


def _encrypt_entry(questions: int) -> Entry:
    return Entry(
        name=f"secret-encrypt-{questions}", what=f"a ballot on {questions} resolutions, sealed in Chromium",
        reference="belenios-tool generate-ballot", unit="s", aim=None, more_is_better=False,
        prepare=partial(_encrypting, questions, "took"),
    )  # fmt: skip


ENTRIES = (
    Entry(
        name="secret-verify", what="ballots of three answers and blank verified per second of one core",
        reference="belenios-tool election verify", unit="ballots/s", aim=3, more_is_better=True, prepare=_verifying,
    ),
    Entry(
        name="secret-tally", what=f"{_BALLOTS} ballots multiplied, decrypted and read",
        reference="belenios-tool, which verifies every ballot again first", unit="ms", aim=1, more_is_better=False,
        prepare=_counting,
    ),
    _encrypt_entry(1),
    _encrypt_entry(15),
    Entry(
        name="secret-encrypt-stall", what="longest time in which the page does not answer while 15 are sealed",
        reference="the same page at rest", unit="ms", aim=None, more_is_better=False,
        prepare=partial(_encrypting, 15, "stall"),
    ),
)  # fmt: skip
