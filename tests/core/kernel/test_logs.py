"""A log says what failed, and never with which values."""

import ast
import json
from pathlib import Path

import structlog

from collegial.kernel.logs import KNOWN, set_up_logs


def test_a_traceback_holds_no_values(capsys):
    set_up_logs()

    def fails(choice):
        raise ValueError("it does not fit")

    secret = "a secret choice".upper()
    try:
        fails(secret)
    except ValueError:
        structlog.get_logger("test").exception("test.failed", plugin="fake")

    said = capsys.readouterr()
    assert "test.failed" in said.err
    assert "ValueError: it does not fit" in said.err
    assert secret not in said.err
    assert said.out == ""


def test_what_has_no_place_in_a_log_is_left_out_by_name(capsys):
    structlog.reset_defaults()
    set_up_logs("json")
    structlog.get_logger("test").warning("mail.failed", count=2, address="ada@example.org", choice="yes")
    structlog.reset_defaults()

    said = json.loads(capsys.readouterr().err)
    assert said["count"] == 2
    assert said["reason"] == "not logged: address, choice"
    assert "ada@" not in str(said)


def test_every_key_that_the_program_logs_is_known():
    root = Path(__file__).resolve().parents[3]
    files = [path for folder in ("core", "plugins") for path in (root / folder).rglob("*.py")]
    assert {key for path in files for key in logged_keys(path)} - KNOWN == set()


def logged_keys(path):
    text = path.read_text(encoding="utf-8")
    if "get_logger" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("log."):
            yield from (one.arg for one in node.keywords)
