"""Nothing is sent into the own network, whatever a name says and whenever it says it; and no receiver is waited for."""

import base64
import socket
import ssl
import threading
import time
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from collegial.config import ConfigError, load_settings
from collegial.kernel.errors import Invalid
from collegial.webhooks import sending
from collegial.webhooks.rules import Outcome, headers_of, is_outside, target_of

INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
    "2002:7f00:1::", "64:ff9b::a00:1", "2001:db8::1", "192.0.2.1", "198.18.0.1", "240.0.0.1",
]  # fmt: skip
OUTSIDE = ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"]


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_of_a_private_network_is_outside(address):
    assert not is_outside(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_addresses_of_the_internet_are_outside(address):
    assert is_outside(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/", "ftp://example.org/", "https://", "example.org", "https://user:word@example.org/",
        "https://example.org/#mark", "https://exam ple.org/", "https://example.org/\nX: 1", "https://127.0.0.1/",
        "https://[::1]/", "https://localhost/", "http://localhost/", "https://10.0.0.1/x", "https://é.org/",
        "https://example.org:99999/", "https://example.org/" + "x" * 500, "javascript:alert(1)", "https://[::1",
    ],
)  # fmt: skip
def test_what_nothing_may_be_sent_to_is_refused_when_it_is_added(address):
    with pytest.raises(Invalid) as refused:
        target_of(address, ())
    assert refused.value.field == "address"


def test_an_address_is_taken_apart():
    target = target_of("https://hooks.example.org:8443/a/b?room=42", ())

    assert (target.host, target.port, target.path) == ("hooks.example.org", 8443, "/a/b?room=42")
    assert target.is_encrypted
    assert target_of("https://example.org", ()).path == "/"
    assert not target_of("http://localhost:8000/x", ("localhost",)).is_encrypted
    with pytest.raises(Invalid):  # without encryption to this machine alone
        target_of("http://hooks.example.org/x", ("hooks.example.org",))


def test_messages_are_signed_as_the_specification_s_own_example():
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    moment = datetime.fromtimestamp(1614265330, UTC)

    headers = headers_of(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", moment, '{"test": 2432232314}')

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.fixture
def names(monkeypatch):
    """Give a function that says what names stand for, one list of addresses after the other."""

    def do(*answers):
        left = list(answers)

        def found(_host, port, **_more):
            answer = left.pop(0) if len(left) > 1 else left[0]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in answer]

        monkeypatch.setattr(sending.socket, "getaddrinfo", found)

    return do


@pytest.fixture
def connected(monkeypatch):
    """Give the places that are connected to: none of them answers."""
    places = []

    class Silent(socket.socket):
        def connect(self, place):
            places.append(place)
            raise ConnectionRefusedError("nobody")

    monkeypatch.setattr(sending.socket, "socket", Silent)
    return places


def sent(address="https://hooks.example.org/x", named=()):
    return sending.send(target_of(address, named), "{}", {}, named=named)


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
def test_a_name_of_a_private_address_is_not_connected_to(names, connected, inside):
    names([inside])

    outcome = sent()

    assert "private network" in outcome.error
    assert connected == []


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001"])
def test_a_private_address_in_disguise_is_not_connected_to(connected, host):
    assert "private network" in sent(f"https://{host}/").error
    assert connected == []


def test_one_private_address_among_others_is_enough_to_refuse(names, connected):
    names(["93.184.216.34", "10.0.0.1"])

    assert "private network" in sent().error
    assert connected == []


def test_the_address_that_was_judged_is_the_one_connected_to(names, connected):
    names(["93.184.216.34"], ["127.0.0.1"])  # the name is bound anew after the first question

    assert "nobody" in sent().error
    assert connected == [("93.184.216.34", 443)]


def test_what_the_settings_name_may_be_inside(names, connected):
    names(["10.0.0.1"])

    sent(named=("hooks.example.org",))
    sent("https://other.example.org/", named=("hooks.example.org",))

    assert connected == [("10.0.0.1", 443)]


@pytest.fixture
def authority(tmp_path, monkeypatch):
    """Give the file of a certificate for hooks.example.org, which this machine trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example.org")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example.org")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = tmp_path / "both.pem"
    pem = serialization.Encoding.PEM
    plain = (pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(*plain) + made.public_bytes(pem))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


def _accepted(listening, certificate):
    line, _ = listening.accept()
    if certificate is None:
        return line
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context.wrap_socket(line, server_side=True)


@contextmanager
def serving(answer, certificate=None):
    """Serve one connection on this machine; yield its port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError), _accepted(listening, certificate) as line:
            told = b""
            while not told.endswith(b"{}"):
                told += line.recv(65536)
            answer(line)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with closing(listening):
        yield listening.getsockname()[1]
    thread.join(10)


def taken(line):
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nx")


def test_an_encrypted_receiver_shows_who_it_is(names, authority):
    names(["127.0.0.1"])
    for host, expected in (("hooks.example.org", Outcome(answer=200)), ("other.example.org", None)):
        with serving(taken, authority) as port:
            outcome = sent(f"https://{host}:{port}/", named=(host,))
        if expected:
            assert outcome == expected
        else:
            assert "CERTIFICATE_VERIFY_FAILED" in outcome.error


def putting_off(line):
    for _ in range(200):
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.05)


def dripping(line):
    for one in b"HTTP/1.1 200 OK\r\n\r\n" * 10:
        line.sendall(bytes([one]))
        time.sleep(0.05)


def silent(line):
    line.settimeout(3)
    line.recv(1)


@pytest.mark.parametrize("answer", [putting_off, dripping, silent])
@pytest.mark.parametrize("is_encrypted", [True, False])
def test_a_receiver_that_answers_little_by_little_or_never_is_left(
    names, authority, monkeypatch, answer, is_encrypted
):
    monkeypatch.setattr(sending, "PATIENCE", 0.5)
    names(["127.0.0.1"])
    host, scheme = ("hooks.example.org", "https") if is_encrypted else ("localhost", "http")
    with serving(answer, authority if is_encrypted else None) as port:
        begun = time.monotonic()
        outcome = sent(f"{scheme}://{host}:{port}/", named=(host,))
        took = time.monotonic() - begun

    assert outcome.answer is None
    assert took < 2


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 99999999 OK\r\n\r\n", b"x" * 200_000])
def test_nonsense_is_no_success(names, said):
    names(["127.0.0.1"])

    with serving(lambda line: line.sendall(said)) as port:
        outcome = sent(f"http://localhost:{port}/", named=("localhost",))

    assert not outcome.is_taken
    assert outcome.error
    assert "nonsense" not in outcome.error  # what is answered is shown to nobody


@pytest.mark.parametrize("wrong", ["https://hooks.example.org", "HOOKS.example.org", "*", "a b"])
def test_a_name_in_the_settings_that_is_none_is_told_at_the_start(tmp_path, wrong):
    secrets = "".join(f'{name} = "{"k" * 40}"\n' for name in ("key", "password_salt", "totp"))
    (tmp_path / "pays.toml").write_text(f'[secrets]\n{secrets}[webhooks]\nallowed = ["{wrong}"]\n')
    with pytest.raises(ConfigError, match=r"webhooks\.allowed"):
        load_settings(tmp_path / "pays.toml")
