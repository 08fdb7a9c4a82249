"""A log says what failed, and never with which values."""

import json

import structlog

from collegial.kernel.logs import set_up_logs


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
