"""The certificate of the public address is looked at as a browser looks at it."""

import ssl
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_connection, create_server
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from collegial.config import Mail, Settings
from collegial.doctor import calls
from collegial.doctor.calls import look_at_calls
from collegial.doctor.findings import Gravity


def certificate(folder, *, name="pole.coop", begins=-40, ends=50):
    """Write a certificate that signs itself, with its key, valid from and until so many days from now."""
    key, now = generate_private_key(SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now + timedelta(days=begins))
        .not_valid_after(now + timedelta(days=ends))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = Path(folder) / "certificate.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path


@contextmanager
def shown(path):
    """Show a certificate to one visitor; without one, speak no HTTPS. Give the port."""
    server = create_server(("127.0.0.1", 0))

    def answer():
        visitor, _ = server.accept()
        if path is None:
            visitor.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            visitor.close()
            return
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        with suppress(OSError), context.wrap_socket(visitor, server_side=True) as secured:
            secured.recv(1)

    thread = Thread(target=answer, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    thread.join(10)
    server.close()


def looked_at(port, monkeypatch):
    """Look at the address as if its name led to this machine."""
    monkeypatch.setattr(
        calls.socket,
        "create_connection",
        lambda place, **more: create_connection(("127.0.0.1", place[1]), **more),
    )
    address = f"https://pole.coop:{port}"
    (found,) = look_at_calls(Settings(folder=Path("/nowhere"), public_url=address, mail=Mail(backend="file")))
    return found


@pytest.mark.parametrize(
    ("made", "gravity", "said"),
    [
        ({}, Gravity.FINE, "holds until"),
        ({"ends": 5}, Gravity.WARNING, "ends on"),
        ({"ends": -1}, Gravity.WRONG, "has expired"),
        ({"begins": 1}, Gravity.WRONG, "not valid yet"),
        ({"name": "other.coop"}, Gravity.WRONG, "that of another name"),
    ],
)
def test_what_a_browser_would_refuse_is_told(tmp_path, monkeypatch, made, gravity, said):
    path = certificate(tmp_path, **made)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with shown(path) as port:
        found = looked_at(port, monkeypatch)

    assert (found.gravity, said in str(found.found)) == (gravity, True), found
    assert bool(found.advice) is bool(gravity)


def test_a_certificate_that_nobody_known_has_signed_is_told(tmp_path, monkeypatch):
    with shown(certificate(tmp_path)) as port:
        found = looked_at(port, monkeypatch)

    assert found.gravity is Gravity.WRONG
    assert "signed by nobody whom browsers know" in str(found.found)


def test_an_address_that_is_no_https_or_answers_nothing_may_be_a_matter_of_this_machine(monkeypatch):
    with shown(None) as port:
        assert "does not speak HTTPS" in str(looked_at(port, monkeypatch).found)
    silent = looked_at(9, monkeypatch)
    assert "does not answer from here" in str(silent.found)
    assert silent.gravity is Gravity.WARNING
