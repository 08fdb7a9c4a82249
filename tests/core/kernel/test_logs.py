"""A log says what failed, and never with which values."""

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
