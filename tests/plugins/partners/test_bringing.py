"""What another deployment answers, or does not: a parcel is brought once it was taken in, and no worker is kept."""

import json
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain, repeat

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from collegial.plugin import Refused
from collegial_partners import posting

HEAD = b"HTTP/1.1 409 CONFLICT\r\nContent-Type: application/problem+json\r\nContent-Length: %d\r\n\r\n%s"


def refusal(code):
    body = json.dumps({"code": code}).encode()
    return HEAD % (len(body), body)


@contextmanager
def answering(pieces, secure=None):
    """Give the address of another deployment that answers by these pieces, whatever it is sent."""

    def answer():
        with suppress(OSError):
            way, _ = door.accept()
            with secure(way, server_side=True) if secure else way as way:
                while not way.recv(65536).endswith(
                    b"{}"
                ):  # what is left unread when it closes takes its answer along
                    pass
                for piece in pieces:
                    way.sendall(piece)
                    if piece == b"x":
                        ended.wait(0.01)  # a sign now and then

    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(5)
        thread = threading.Thread(target=answer)
        thread.start()
        try:
            scheme, host = ("https", "localhost") if secure else ("http", "127.0.0.1")
            yield f"{scheme}://{host}:{door.getsockname()[1]}/sub"
        finally:
            ended.set()
            thread.join()


@pytest.fixture
def bring(monkeypatch):
    monkeypatch.setattr(posting, "public_address", lambda path: f"http://127.0.0.1{path}")
    return lambda address: posting.bring(address, b"{}")


@pytest.mark.parametrize("pieces", [[b"HTTP/1.1 201 CREATED\r\n\r\n"], [refusal("partners.received_twice")]])
def test_what_was_taken_in_or_is_there_already_is_brought(bring, pieces):
    with answering(pieces) as address:
        bring(address)


@pytest.mark.parametrize(
    ("pieces", "why"),
    [
        ([refusal("partners.no_protocol")], "409 partners.no_protocol"),
        ([HEAD % (9, b"[" * 9)], "409"),
        ([HEAD % (2, b"[]")], "409"),
        ([b"HTTP/1.1 302 FOUND\r\nLocation: http://127.0.0.1:1/\r\n\r\n"], "302"),
        ([b"HTTP/1.1 200 OK\r\n\r\n"], "200"),
        ([b"no HTTP\r\n\r\n"], "no HTTP"),
        ([b""], "closed connection"),
        ([b"HTTP/1.1 201 OK\r\n", *repeat(b"a: b\r\n", 200)], "."),
    ],
)
def test_any_other_answer_is_no_delivery(bring, pieces, why):
    with answering(pieces) as address, pytest.raises(Refused, match=why):
        bring(address)


@pytest.mark.parametrize(
    "pieces",
    [repeat(b"x"), repeat(b"HTTP/1.1 100 CONTINUE\r\n\r\n"), chain([HEAD % (10**9, b"")], repeat(b"x"))],
)
def test_one_that_answers_for_ever_is_cut_off(bring, pieces, monkeypatch):
    monkeypatch.setattr(posting, "_WHOLE", 0.05)

    with answering(pieces) as address, pytest.raises(Refused):
        bring(address)


@pytest.fixture
def asked(monkeypatch):
    """Give the machines that were asked, all of which are silent; a test says to which a name leads."""
    places = []

    def connect(place, **_options):
        places.append(place)
        raise OSError("silent")

    monkeypatch.setattr(posting, "public_address", lambda path: f"https://pole.example.org{path}")
    monkeypatch.setattr(posting.socket, "create_connection", connect)
    return places


def lead(monkeypatch, *machines):
    found = [(0, 0, 0, "", (one, 443)) for one in machines]
    monkeypatch.setattr(posting.socket, "getaddrinfo", lambda *_asked, **_more: found)


def test_the_machine_that_was_judged_is_the_one_that_is_asked(asked, monkeypatch):
    lead(monkeypatch, "93.184.216.34", "93.184.216.34", "8.8.8.8")
    with pytest.raises(Refused, match="silent"):
        posting.bring("https://pole.example.net", b"{}")

    assert asked == [("93.184.216.34", 443), ("8.8.8.8", 443)]


@pytest.mark.parametrize(
    ("last", "tried", "why"), [("8.8.4.63", 3, "silent"), ("192.168.1.1", 0, "not a public address")]
)
def test_of_a_name_of_many_machines_all_are_judged_and_few_tried(asked, monkeypatch, last, tried, why):
    lead(monkeypatch, *(f"8.8.4.{one}" for one in range(1, 63)), last)
    with pytest.raises(Refused, match=why):
        posting.bring("https://pole.example.net", b"{}")

    assert asked == [(f"8.8.4.{one}", 443) for one in range(1, tried + 1)]


def certified(folder, name):
    """Return where the certificate of a machine is, which it signed itself, with its key."""
    key, said = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    day = datetime.now(UTC)
    made = x509.CertificateBuilder(
        said, said, key.public_key(), x509.random_serial_number(), day, day + timedelta(days=1)
    ).add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=True)
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = folder / "certificate.pem"
    path.write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, *plain)
    )
    return path


@pytest.mark.parametrize(
    ("name", "is_known", "why"),
    [
        ("localhost", True, None),
        ("localhost", False, "self-signed"),
        ("pole.example.org", True, "not valid for"),
    ],
)
def test_a_parcel_goes_to_a_machine_that_proves_its_name_alone(
    bring, monkeypatch, tmp_path, name, is_known, why
):
    path = certified(tmp_path, name)
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    theirs.load_cert_chain(path)
    usual = ssl.create_default_context
    if is_known:
        monkeypatch.setattr(posting.ssl, "create_default_context", partial(usual, cafile=path))

    with answering([b"HTTP/1.1 201 CREATED\r\n\r\n"], theirs.wrap_socket) as address:
        if why is None:
            bring(address)
        else:
            with pytest.raises(Refused, match=why):
                bring(address)
