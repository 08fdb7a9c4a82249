"""Mail servers as they are: slow, refusing some, refusing all, gone. Nobody is written to twice, and staff sees it."""

import socketserver
import threading
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from collegial.actors.models import Actor
from collegial.assemblies.models import AssemblyKind, Invitation
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.calling_off.queries import telling_of
from collegial.calling_off.services import call_off
from collegial.config import Mail
from collegial.convocations import jobs, queries
from collegial.kernel.outbox import OutboxMessage, failed_work
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import found

PEOPLE = ("un@example.org", "deux@example.org", "trois@example.org")


class Session(socketserver.StreamRequestHandler):
    """One conversation: what the server says of an address is taken from its list of answers, then it says yes."""

    def handle(self):
        self.server.calls += 1
        self.wfile.write(b"220 ready\r\n")
        to = ""
        while line := self.rfile.readline():
            word, answer = line.split()[0].upper(), b"250 ok"
            if word == b"RCPT":
                to = line.partition(b"<")[2].partition(b">")[0].decode()
                told = self.server.answers[to].pop(0) if self.server.answers[to] else b"250 ok"
                if told == b"hang up":
                    return
                if told == b"silence":
                    self.server.over.wait(10)
                    return
                answer = told
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                letter = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.server.bag.append((to, letter))
            elif word == b"QUIT":
                answer = b"221 bye"
            self.wfile.write(answer + b"\r\n")
            if word == b"QUIT":
                return


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.bag, self.answers, self.over, self.calls = [], defaultdict(list), threading.Event(), 0


@pytest.fixture
def server():
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.over.set()
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def settings(settings, server):
    mail = Mail(backend="smtp", host="127.0.0.1", port=server.server_address[1], timeout=1)
    return replace(settings, mail=mail)


@pytest.fixture
def meeting(context, session, clock):
    """Convene three voters who have an address each."""
    found(context, {"A": 2, "B": 1})
    for person, address in zip(session.scalars(select(Actor).order_by(Actor.id)), PEOPLE, strict=False):
        person.email = address
    session.flush()
    one = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="Assemblée d’essai",
        starts_at=clock.now() + timedelta(days=21), place="Rennes",
    )  # fmt: skip
    item = add_item(context, one, title="Un point")
    add_resolution(context, one, title="Un choix", text="Le texte.", kind=DecisionKind.ORDINARY, item=item)
    convene(context, one)
    session.commit()
    return one


@pytest.fixture
def work(program, app, session, clock):
    """Give a function that works for some hours, and returns how often each was written to."""

    def do(server, hours=0):
        session.commit()
        for _ in range(hours + 1):
            with app.test_request_context():
                program.drain()
            clock.move(hours=1)
        session.expire_all()
        return Counter(to for to, _letter in server.bag)

    return do


def once_each(*but):
    return Counter(one for one in PEOPLE if one not in but)


def test_not_now_for_one_is_tried_again_alone(server, meeting, work, session):
    server.answers[PEOPLE[1]] = [b"450 come back later"] * 2
    assert work(server) == once_each(PEOPLE[1])
    assert work(server, hours=2) == once_each()
    assert failed_work(session) == []


def test_never_for_one_is_shown_to_the_staff_and_not_tried_for_hours(
    server, meeting, work, session, client, sign_in
):
    server.answers[PEOPLE[1]] = [b"550 5.1.1 no such mailbox"] * 20
    assert work(server, hours=2) == once_each(PEOPLE[1])
    assert len(server.answers[PEOPLE[1]]) == 19
    back = session.scalars(queries.came_back(meeting.id)).all()
    assert [(one.reason, one.invitation.sent_at) for one in back] == [("550", None)]
    number = meeting.id
    session.rollback()
    sign_in("staff")
    client.set_cookie("locale", "en")
    page = client.get(f"/convocations/assembly/{number}").text
    assert ">The mailbox is not there, or takes no mail from us (550)</td>" in page


@pytest.mark.parametrize("what", [b"hang up", b"silence", b"421 4.3.2 shutting down"])
def test_a_server_lost_in_the_middle_gets_each_letter_once(server, meeting, work, session, what):
    server.answers[PEOPLE[1]] = [what]
    assert work(server, hours=2) == once_each()
    assert failed_work(session) == []


def test_a_server_that_is_down_and_comes_back(server, meeting, work, app, session, monkeypatch):
    mailman = app.extensions["mailman"]
    with monkeypatch.context() as down:
        down.setattr(mailman, "port", 9)
        assert work(server, hours=1) == Counter()
    (waiting,) = failed_work(session)
    assert (waiting.attempts, "refused" in waiting.last_error) == (2, True)
    assert work(server, hours=2) == once_each()


def test_a_server_that_refuses_all_leaves_everything_to_be_sent(server, meeting, work, session):
    for one in PEOPLE:
        server.answers[one] = [b"451 4.7.1 try again later"] * 2  # with the others, then alone
    assert work(server) == Counter()
    unsent = select(func.count()).select_from(Invitation).where(Invitation.sent_at.is_(None))
    assert session.scalar(unsent) == len(PEOPLE)
    assert work(server, hours=1) == once_each()


def test_a_slow_server_is_given_a_few_letters_at_a_time(server, meeting, work, session, monkeypatch):
    monkeypatch.setattr(jobs, "_PATIENCE", -1)
    assert work(server) == once_each()
    together = select(OutboxMessage.payload).where(OutboxMessage.task == "assemblies.send_invitations")
    assert [len(one["invitations"]) for one in session.scalars(together.order_by(OutboxMessage.id))] == [
        3,
        2,
        1,
    ]


@pytest.fixture
def change(server, context, meeting, work):
    """Call the assembly off once all are convened; what went to the server before is forgotten."""
    work(server)
    made = call_off(context, meeting, reason="La salle a brûlé.")
    server.bag.clear()
    server.calls = 0
    return made.id


def test_the_letters_of_a_change_leave_over_one_connection(server, change, work, session):
    assert work(server) == once_each()
    assert server.calls == 1
    assert telling_of(session, change).mailed == len(PEOPLE)


@pytest.mark.parametrize("what", [b"hang up", b"silence", b"421 4.3.2 shutting down", b"450 come back later"])
def test_a_change_is_told_once_to_each_though_the_server_is_lost(server, change, work, session, what):
    server.answers[PEOPLE[1]] = [what]
    assert work(server, hours=2) == once_each()
    assert failed_work(session) == []
    assert not telling_of(session, change).is_under_way


def test_who_is_refused_for_good_gets_the_change_on_paper(server, change, work, session):
    server.answers[PEOPLE[1]] = [b"550 5.1.1 no such mailbox"]
    assert work(server) == once_each(PEOPLE[1])
    told = telling_of(session, change)
    assert (told.mailed, told.to_mail, told.to_post) == (2, 2, 1)
