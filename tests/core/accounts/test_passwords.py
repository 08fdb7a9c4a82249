import hashlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from collegial.accounts.guessing import is_guessable
from collegial.accounts.leaks import Leaks

NAMES = ("Rozenn Le Goff", "rozenn@example.org", "Pays de Belle-Île")
LEAKED = "gwastell-amann-27-kouign"  # SHA-1: see the service


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "password1234", "123456789012", "qwertyuiopas", "Iloveyou2024", "azertyuiop12",
        "motdepasse123", "MotDePasse2026", "aaaaaaaaaaaaaaaa", "trustno1trustno1", "abcdefghijkl", "Bretagne2026!",
        "Rozenn2026!!", "belleile2026", "Belle-Île 2026",
    ],
)  # fmt: skip
def test_what_is_tried_first_is_refused(password):
    assert is_guessable(password, NAMES)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple", "les sabots de ma grand-mère", "gwenn-ha-du-2019", "xkq7-29fv-mm4z",
        "é" * 3 + "zu7!Lp" * 30,
    ],
)  # fmt: skip
def test_several_words_or_random_signs_are_taken(password):
    assert not is_guessable(password, NAMES)


class Service(HTTPServer):
    """Knows one leaked password, and what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.status = 200

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/range/"


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        known = hashlib.sha1(LEAKED.encode()).hexdigest().upper()
        padding = hashlib.sha1(b"nothing").hexdigest().upper()
        self.send_response(self.server.status)
        self.end_headers()
        if self.path.endswith(known[:5]):
            self.wfile.write(f"{padding[5:]}:0\r\n{known[5:]}:42\r\n".encode())
        else:  # a padding line that looks like a hit, but counts none
            self.wfile.write(b"\r\n")

    def log_message(self, *_given: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    server = Service()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_service_knows_a_leak_from_five_signs(service):
    leaks = Leaks(service.address)
    assert (leaks.holds(LEAKED), leaks.holds("another of the kind")) == (True, False)
    assert all(len(path.rpartition("/")[2]) == 5 for path in service.asked)


def test_a_service_that_fails_keeps_nobody_from_a_password_and_is_left_alone(service):
    service.status = 503
    leaks = Leaks(service.address)
    assert (leaks.holds(LEAKED), leaks.holds(LEAKED), len(service.asked)) == (False, False, 1)


def test_nobody_listens():
    assert not Leaks("http://127.0.0.1:9/range/").holds(LEAKED)


def test_without_an_address_nobody_is_asked():
    assert not Leaks("").holds(LEAKED)


def test_the_page_says_why(client, sign_in, read):
    sign_in("member", email="rozenn@example.org")
    client.set_cookie("locale", "en")
    guessable = {"new_password": "motdepasse2026", "new_password_confirm": "motdepasse2026"}
    answer = client.post("/account/password", data=guessable)
    assert "among the first that are tried" in answer.get_data(as_text=True)
    assert read("rozenn@example.org").password is None


def test_while_it_is_typed_the_same_rule_speaks_and_no_service_hears_of_it(client, service, app):
    app.extensions["security"].password_util._leaks = Leaks(service.address)
    client.set_cookie("locale", "en")

    def look(password):
        return client.post("/account/password/look", data={"password": password}).get_json()

    assert look("short one") == {"level": 0, "said": "3 more characters are needed."}
    assert look("azertyuiop12")["level"] == 1
    assert look("xkq7-29fv-mm4z")["level"] >= 2
    assert look(LEAKED)["level"] >= 2
    assert service.asked == []
