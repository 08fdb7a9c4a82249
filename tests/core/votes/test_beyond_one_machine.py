"""A vote on what stands for several machines: PostgreSQL, Redis, three web servers and two workers on loopback.

Any of them is killed while the vote goes on. Every receipt that a voter saw is on the board, each right voted once,
and the workers mailed each receipt. `COLLEGIAL_TEST_VOTERS=2000` plays it at the size of an assembly.
"""

import os
import random
import re
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask_mailman import EmailMessage
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select, update

from collegial import serving
from collegial.accounts.services import open_account
from collegial.app import build_program, create_app
from collegial.config import Mail
from collegial.jobs.queue import bell_of
from collegial.journal.queries import verify as verify_journal
from collegial.kernel.clock import FrozenClock
from collegial.kernel.events import Phase, Subscription
from collegial.kernel.outbox import OutboxMessage
from collegial.kernel.permissions import program as program_viewer
from collegial.testing.cookies import signed_in_cookie
from collegial.testing.factories import convened
from collegial.testing.postgres import copied, own_server
from collegial.votes import queries
from collegial.votes.events import VoteCast
from collegial.votes.models import Ballot, Choice, SignOff
from collegial.votes.services import open_next_vote
from collegial.web.live import Sessions

pytestmark = pytest.mark.slow

VOTERS = int(os.environ.get("COLLEGIAL_TEST_VOTERS", "40"))
HANDS, PAUSE, PATIENCE = 8, 0.8, 120
TOKEN = "t" * 40


@dataclass
class Child:
    """A process of its own, with those that it starts; it can be killed and started again."""

    run: Callable[[], object]
    log: Path
    pid: int = field(default=0, init=False)

    def up(self):
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                os.dup2(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
                self.run()
                os._exit(0)
            except BaseException:  # noqa: BLE001 (pytest must not go on in two processes)
                os.write(2, traceback.format_exc().encode())
                os._exit(1)

    def kill(self):
        if self.pid:
            os.killpg(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0

    def has_ended(self):
        """Tell whether it came to its end; it must not have failed."""
        if self.pid:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.pid = 0
                assert os.waitstatus_to_exitcode(status) == 0, self.log.read_text()
        return not self.pid


def free_port(start):
    """Return a free port under those that clients take meanwhile."""
    for port in range(start, 32000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise AssertionError


def with_receipts(settings):
    """Build the application with one more thing to do: a mail with the receipt, once a vote is committed."""

    def mail(_context, event):
        EmailMessage("Reçu", event.digest, to=[f"v{event.giver}@example.org"]).send()

    app = create_app(settings, candidates=())
    receipts = Subscription(key="test.receipt", event=VoteCast, handler=mail, phase=Phase.AFTER)
    app.extensions["collegial"].bus.subscribe(receipts)
    return app


def form_of(settings, kept, **fields):
    """Return what a browser that keeps a session sends with a form."""
    app = Flask("browser")
    app.secret_key = settings.secrets.key
    cookie = Sessions().get_signing_serializer(app).dumps({**kept, "csrf_token": TOKEN})
    forgery = URLSafeTimedSerializer(settings.secrets.key, salt="wtf-csrf-token").dumps(TOKEN)
    kind = {"Cookie": f"collegial={cookie}", "Content-Type": "application/x-www-form-urlencoded"}
    return kind, urlencode({"csrf_token": forgery, **fields})


def post(port, path, sent):
    """Send a form and return the status and where it leads; raises OSError or HTTPException for no answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST", path, sent[1], sent[0])
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def is_up(port):
    """Tell whether a web server answers: on a busy machine it needs a while, and none would ever come up."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@dataclass(frozen=True, kw_only=True)
class Hall:
    """A vote that is open: its number, its questions, and each voter's session and right."""

    vote: int
    questions: list[int]
    voters: list[tuple[dict[str, Any], int]]


def open_hall(settings, size):
    """Convene, admit, check in and open the vote."""
    clock = FrozenClock(datetime.now(UTC) - timedelta(days=21, minutes=5))
    program = build_program(settings, candidates=(), clock=clock)
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        world = convened(context, {"A": size, "B": 1})
        clock.move(minutes=5)
        world.arrive(*world.entries["A"])
        accounts = [
            open_account(context, email=f"v{one.id}@example.org", actor_id=one.voter_id, roles=("member",))
            for one in world.entries["A"]
        ]
        cookies = [signed_in_cookie(session, one) for one in accounts]
        world.open()
        vote = open_next_vote(context, world.assembly)
        rights = [world.own(one).id for one in world.entries["A"]]
        hall = Hall(
            vote=vote.id, questions=[one.id for one in vote.questions],
            voters=list(zip(cookies, rights, strict=True)),
        )  # fmt: skip
    program.database.close()
    return hall


def vote_by_http(settings, hall, ports, receipts):
    """Let every voter cast at any of the servers, again until there is an answer, and note the receipts."""
    chance, until = random.Random(7), time.monotonic() + PATIENCE + VOTERS
    noted = os.open(receipts, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def cast(voter):
        kept, right = voter
        time.sleep(chance.random() * PAUSE)
        # the last ones come long after they signed in
        recent = kept | {"fs_paa": datetime.now(UTC).timestamp()}
        sent = form_of(settings, recent, go="cast", **{f"q{one}": Choice.FOR.value for one in hall.questions})
        while time.monotonic() < until:
            try:
                status, way = post(chance.choice(ports), f"/votes/{hall.vote}/mandates/{right}", sent)
            except (OSError, HTTPException):
                status, way = 503, ""
            if status == 302 and "/receipts/" in way:
                os.write(noted, f"{right} {way.rpartition('/')[2]}\n".encode())
                return
            if way or (status < 500 and status != 302):
                os.write(noted, f"{right} refused-{status}{way}\n".encode())
                return
            time.sleep(0.1)

    with ThreadPoolExecutor(HANDS) as hands:
        list(hands.map(cast, hall.voters))


def let_work_end(program, bell):
    """Wait until nothing is left to do; what a killed worker had taken is given back before its five minutes."""
    until = time.monotonic() + PATIENCE + VOTERS / 10
    while time.monotonic() < until:
        with program.database.unit_of_work() as session:
            left = session.scalars(
                update(OutboxMessage).where(OutboxMessage.done_at.is_(None), OutboxMessage.attempts > 0)
                .values(due_at=datetime.now(UTC), attempts=1).returning(OutboxMessage.id)
            ).all()  # fmt: skip
            left = left or session.scalar(
                select(func.count()).where(
                    OutboxMessage.done_at.is_(None), OutboxMessage.task == "test.receipt"
                )
            )
        if not left:
            return
        bell.ring()
        time.sleep(0.5)
    raise AssertionError(left)


@pytest.mark.both_databases("sqlite")  # what is killed is a server of its own
def test_a_vote_survives_the_loss_of_any_machine(
    settings, tmp_path, redis, postgres_databases, postgres_template, monkeypatch
):
    monkeypatch.setattr(serving, "create_app", with_receipts)
    chance = random.Random(11)
    with ExitStack() as held:
        server = held.enter_context(own_server())
        settings = replace(
            settings, testing=False, rate_limits=True, redis_url=redis.url,
            database_url=copied(postgres_databases.address(postgres_template), server.url), mail=Mail(backend="file"),
        )  # fmt: skip
        hall = open_hall(settings, VOTERS)
        ports = [free_port(21000 + 100 * number + os.getpid() % 97) for number in range(3)]
        webs = [
            Child(
                lambda port=port: serving.serve_forever(
                    settings, bind=f"127.0.0.1:{port}", workers=1, works=False
                ),
                tmp_path / "web.log",
            )
            for port in ports
        ]
        workers = [
            Child(lambda: serving.work_on_call(settings, threads=2), tmp_path / "work.log") for _ in range(2)
        ]
        receipts = tmp_path / "receipts"
        crowd = Child(lambda: vote_by_http(settings, hall, ports, receipts), tmp_path / "crowd.log")
        for one in (*webs, *workers, crowd):
            one.up()
            held.callback(one.kill)

        machines = cycle([webs[0], redis, workers[0], webs[1], server, webs[2], workers[1]])
        killed = 0
        while not crowd.has_ended():
            time.sleep(PAUSE * (0.5 + chance.random()))
            victim = next(machines)
            victim.kill()
            victim.up()
            killed += 1
            while not crowd.has_ended() and sum(map(is_up, ports)) < 2:
                time.sleep(0.1)

        program = build_program(replace(settings, testing=True), candidates=())
        held.callback(program.database.close)
        let_work_end(program, bell_of(settings))
        with program.database.reading() as after:
            stored = dict(after.execute(select(SignOff.mandate_id, SignOff.digest)).all())
            told = dict(one.split() for one in receipts.read_text().splitlines())
            assert {str(right): digest for right, digest in stored.items()} == told
            assert len(stored) == VOTERS
            assert after.scalar(select(func.count()).select_from(Ballot)) == VOTERS * len(hall.questions)
            assert queries.verify_board(after, queries.vote_session(after, hall.vote)) is None
            assert verify_journal(after) is None
        mails = "\n".join(one.read_text() for one in (settings.folder / settings.mail.folder).iterdir())
        assert set(re.findall(r"^[0-9a-f]{64}$", mails, re.MULTILINE)) == set(stored.values())
        assert killed > 0
        sys.stdout.write(f"{VOTERS} voters, {killed} kills\n")

        ask = form_of(settings, {}, identity="nobody@example.org", chosen_method="email")
        asked = [post(port, "/sign-in/code", ask)[0] for port in [*ports, *ports]]
        assert [status == 429 for status in asked] == [False] * 4 + [True] * 2  # counted together
