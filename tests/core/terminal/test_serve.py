"""`serve` without a port listens where the site is said to be, and says where that is."""

import socket

import pytest
from click.testing import CliRunner

from collegial import cli, serving
from collegial.cli import catalogue
from collegial.config import load_settings
from collegial.terminal.speech import speaking

SECRETS = "".join(f'{name} = "{"x" * 40}"\n' for name in ("key", "password_salt", "totp"))


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Give a function that writes the settings of a deployment."""
    path = tmp_path / "pays.toml"
    monkeypatch.setenv("COLLEGIAL_CONFIG", str(path))
    (tmp_path / "secrets.toml").write_text(SECRETS, encoding="utf-8")

    def write(address, proxies=0):
        text = f'public_url = "{address}"\ntrusted_proxies = {proxies}\n[pays]\nname = "Pays de Redon"\n'
        path.write_text(text, encoding="utf-8")
        return load_settings(path)

    return write


@pytest.mark.parametrize(
    ("address", "proxies", "arguments", "bind"),
    [
        ("http://127.0.0.1:8690", 0, [], "127.0.0.1:8690"),
        ("http://localhost:8690/", 0, [], "127.0.0.1:8690"),
        ("http://[::1]:8690", 0, [], "127.0.0.1:8690"),
        ("http://127.0.0.1:8690", 0, ["--port", "8700"], "127.0.0.1:8700"),
        ("http://127.0.0.1:8690", 0, ["--socket", "web.sock"], "unix:web.sock"),
        ("http://127.0.0.1:8690", 1, [], "127.0.0.1:8000"),
        ("http://localhost", 0, [], "127.0.0.1:8000"),
        ("https://localhost:8690", 0, [], "127.0.0.1:8000"),
        ("http://pays.example.org:8690", 0, [], "127.0.0.1:8000"),
    ],
)
def test_without_a_port_it_is_that_of_an_address_of_this_machine(
    site, monkeypatch, address, proxies, arguments, bind
):
    served = []
    monkeypatch.setattr(cli, "require_free", lambda *_, **__: None)
    monkeypatch.setattr(cli, "serve_forever", lambda _settings, *, bind, **_others: served.append(bind))
    site(address, proxies)

    assert CliRunner().invoke(cli.serve, arguments).exit_code == 0
    assert served == [bind]


def test_a_port_that_is_taken_is_said_in_one_sentence(site, monkeypatch):
    served = []
    monkeypatch.setattr(cli, "serve_forever", lambda *_, **more: served.append(more["bind"]))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        site(f"http://127.0.0.1:{port}")
        refused = CliRunner().invoke(cli.serve)
    freed = CliRunner().invoke(cli.serve)

    assert (refused.exit_code, freed.exit_code, served) == (1, 0, [f"127.0.0.1:{port}"])
    (line,) = refused.output.splitlines()
    assert (f"Port {port} is taken" in line, "--port" in line, "pays.toml" in line) == (True, True, True)


@pytest.mark.parametrize(
    ("address", "bind", "told"),
    [
        ("http://localhost:8690", "127.0.0.1:8690", "http://localhost:8690"),
        ("http://localhost:8690", "127.0.0.1:8700", "http://127.0.0.1:8700"),
        ("http://localhost:8690", "unix:web.sock", "http://localhost:8690"),
        ("https://pays.example.org", "127.0.0.1:8000", "https://pays.example.org"),
    ],
)
def test_it_says_where_the_site_is_in_the_language_of_the_terminal(site, capsys, address, bind, told):
    with speaking("fr", catalogue):
        serving._tell_of_start(site(address), bind=bind, processes=1)

    assert f"Le site est à l’adresse {told}\n" in capsys.readouterr().out
