"""Mails leave through SMTP after the commit, and nobody waits for a slow server."""

import socketserver
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from collegial.app import create_app
from collegial.config import Mail
from collegial.kernel.outbox import OutboxMessage, drain, promise
from collegial.web.mails import DressedMail


class Session(socketserver.StreamRequestHandler):
    """As much of SMTP as a client needs to leave a mail."""

    def handle(self):
        self.wfile.write(b"220 ready\r\n")
        while line := self.rfile.readline():
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.bag.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                self.server.open.wait(5)
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def smtp():
    server = socketserver.ThreadingTCPServer(("localhost", 0), Session)
    server.bag, server.open = [], threading.Event()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield SimpleNamespace(port=server.server_address[1], bag=server.bag, open=server.open)
    server.open.set()
    server.shutdown()
    thread.join()
    server.server_close()


def ask(settings, port: int) -> float:
    """Ask for a code and return how long the answer took."""
    app = create_app(replace(settings, mail=Mail(backend="smtp", host="localhost", port=port)))
    app.config["WTF_CSRF_ENABLED"] = False
    start = time.perf_counter()
    answer = app.test_client().post(
        "/sign-in/code", data={"identity": "rozenn@example.org", "chosen_method": "email"}
    )
    assert answer.status_code == 200
    app.extensions["collegial"].database.close()
    return time.perf_counter() - start


def settle():
    for thread in threading.enumerate():
        if "_send" in thread.name:
            thread.join(6)


def test_a_code_leaves_through_a_slow_server_without_waiting(settings, account, smtp):
    assert ask(settings, smtp.port) < 3
    smtp.open.set()
    settle()
    assert len(smtp.bag) == 1
    assert b"To: rozenn@example.org" in smtp.bag[0]
    assert b"text/html" in smtp.bag[0]


def test_a_server_that_is_down_breaks_no_page(settings, account, capfd):
    ask(settings, 1)
    settle()
    assert "mail.failed" in "".join(capfd.readouterr())


@pytest.mark.both_databases
def test_a_silent_server_keeps_no_writer_waiting(settings, clock, smtp):
    app = create_app(
        replace(settings, mail=Mail(backend="smtp", host="localhost", port=smtp.port)), clock=clock
    )
    database = app.extensions["collegial"].database
    tasks = {"test.mail": lambda *_: DressedMail("Un sujet", "Un mot.", to=["rozenn@example.org"]).send()}

    def work():
        with app.test_request_context():
            drain(database, tasks, clock)

    with database.unit_of_work() as session:
        promise(session, "test.mail", {}, at=clock.now())
    worker = threading.Thread(target=work)
    worker.start()
    try:
        while not smtp.bag:  # the server has the mail, and says nothing
            time.sleep(0.01)
        with database.unit_of_work() as session:
            mail = session.scalars(select(OutboxMessage)).one()
            mail.payload = {"written": "meanwhile"}
            assert mail.done_at is None
    finally:
        smtp.open.set()
        worker.join()
        database.close()
