"""How far a backup is, for whoever waits at a terminal."""

from io import StringIO

from collegial.backups.telling import OnTerminal, counted


def test_each_step_has_its_line_and_its_counts_take_the_place_of_those_before():
    written = StringIO()
    told = OnTerminal(written)
    told("Copying")
    assert list(counted(told, "Packing files:", ["a", "b"])) == ["a", "b"]
    told.end()
    assert written.getvalue().replace("\x1b[K", "") == (
        "Copying\nPacking files: 0 of 2\rPacking files: 1 of 2\rPacking files: 2 of 2\n"
    )


def test_a_line_stays_within_a_narrow_terminal_so_that_the_next_takes_its_place(monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    written = StringIO()
    list(counted(OnTerminal(written), "Filling the tables:", range(260)))
    lines = written.getvalue().replace("\x1b[K", "").split("\r")
    assert max(map(len, lines)) < 24
    assert lines[-1] == "Filling the… 260 of 260"
