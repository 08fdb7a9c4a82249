"""Mails go to the mail server that its certificate names: codes and links to nobody who stands between."""

import ssl
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_server
from threading import Thread

import pytest
from flask import Flask
from flask_mailman import EmailMessage, Mail
from tests.core.doctor.test_certificates import certificate

from collegial.accounts.options import options
from collegial.config import Mail as MailSettings
from collegial.config import Settings
from collegial.doctor.calls import look_at_calls


@contextmanager
def server(path, *, encryption):
    """Answer one program as a mail server does, encrypted from the start or when it asks; give port and letters."""
    listening, letters = create_server(("127.0.0.1", 0)), []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)

    def answer():
        way, _ = listening.accept()
        with suppress(OSError), encrypted(way) if encryption == "tls" else way as met:
            met.sendall(b"220 ready\r\n")
            converse(met)

    def encrypted(way):
        return context.wrap_socket(way, server_side=True)

    def converse(way):
        lines = way.makefile("rb")
        while line := lines.readline():
            word, answer = line.split()[0].upper(), b"250 ok"
            if word == b"EHLO":
                answer = b"250-here\r\n250 STARTTLS"
            elif word == b"DATA":
                way.sendall(b"354 go on\r\n")
                letters.append(b"".join(iter(lines.readline, b".\r\n")))
            elif word in {b"STARTTLS", b"QUIT"}:
                answer = b"220 go on" if word == b"STARTTLS" else b"221 bye"
            way.sendall(answer + b"\r\n")
            if word == b"STARTTLS":
                with encrypted(way) as secured:
                    converse(secured)
            if word in {b"STARTTLS", b"QUIT"}:
                return

    thread = Thread(target=answer, daemon=True)
    thread.start()
    yield listening.getsockname()[1], letters
    thread.join(10)
    listening.close()


def settings_of(port, encryption):
    return Settings(
        folder=Path("/nowhere"), public_url="http://localhost",
        mail=MailSettings(host="localhost", port=port, encryption=encryption, timeout=5),
    )  # fmt: skip


def send(settings):
    app = Flask("mails")
    app.config.update(options(settings))
    Mail(app)
    with app.app_context():
        return EmailMessage("Votre code", "123456", to=["nolwenn@example.org"]).send()


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
def test_a_mail_goes_to_a_server_whose_certificate_is_known(tmp_path, monkeypatch, encryption):
    path = certificate(tmp_path, name="localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with server(path, encryption=encryption) as (port, letters):
        assert send(settings_of(port, encryption)) == 1
    assert b"123456" in letters[0]
    with server(path, encryption=encryption) as (port, _letters):
        (found,) = look_at_calls(settings_of(port, encryption))
    assert "answers" in str(found.found)


@pytest.mark.parametrize("encryption", ["starttls", "tls"])
@pytest.mark.parametrize("name", ["localhost", "other.coop"])
def test_no_mail_goes_to_a_server_whose_certificate_is_not(tmp_path, monkeypatch, encryption, name):
    path = certificate(tmp_path, name=name)
    if name != "localhost":  # it is known, for another server
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with server(path, encryption=encryption) as (port, letters), pytest.raises(ssl.SSLCertVerificationError):
        send(settings_of(port, encryption))
    assert letters == []
    with server(path, encryption=encryption) as (port, _letters):
        (found,) = look_at_calls(settings_of(port, encryption))
    assert "is not trusted" in str(found.found)
