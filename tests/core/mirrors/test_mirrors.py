"""The end of the journal is noted elsewhere once a day, when something happened, and compared by a command."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from collegial.accounts.events import SignedIn
from collegial.config import Mirror
from collegial.journal.models import JournalEntry, JournalHead
from collegial.mirrors.jobs import mirror_journal
from collegial.mirrors.rules import NOTES, Noted, UnreadableNote, read_head, read_line, read_lines


def test_a_line_comes_back_as_it_was_noted():
    noted = Noted(sequence=7, digest="ab" * 32, at="2026-11-23T09:00:00+00:00")
    assert read_lines(f"{noted.line()}\n\n{noted.line()}\n") == [noted, noted]


@pytest.mark.parametrize(
    "line", ["", "[]", "7", '{"sequence": "x", "digest": "", "at": ""}', '{"sequence": 7}']
)
def test_what_notes_no_end_is_refused(line):
    with pytest.raises(UnreadableNote):
        read_line(line)


def test_an_end_is_read_as_a_person_copied_it():
    assert read_head("7:ABCD").digest == "abcd"
    for wrong in ("7", "x:abcd", ":abcd", ""):
        with pytest.raises(UnreadableNote):
            read_head(wrong)


@pytest.fixture
def mirrored(app, program, tmp_path):
    """Let the end be noted in a folder and by mail."""
    mirror = Mirror(mail=("board@example.org",), folder=str(tmp_path / "mirror"))
    object.__setattr__(program, "settings", replace(program.settings, mirror=mirror))
    return tmp_path / "mirror" / NOTES


@pytest.fixture
def note(app, program):
    """Give a function that does the daily work."""

    def do():
        with app.app_context(), program.database.unit_of_work() as session:
            from collegial.kernel.permissions import program as program_viewer

            mirror_journal(program.context(session, program_viewer("test")), {})

    return do


@pytest.fixture
def happened(program):
    with program.database.unit_of_work() as session:
        from collegial.kernel.permissions import program as program_viewer

        for account in range(3):
            program.context(session, program_viewer("test")).emit(SignedIn(account=account))


def test_it_is_noted_in_the_folder_and_by_mail_and_not_again_before_something_happens(
    app, mirrored, happened, note
):
    note()
    note()
    (noted,) = read_lines(mirrored.read_text(encoding="utf-8"))
    assert noted.sequence == 3
    (mail,) = app.extensions["mailman"].outbox
    assert mail.to == ["board@example.org"]
    assert noted.line() in mail.body


def test_without_a_place_nothing_is_noted(app, happened, note, program):
    note()
    with program.database.reading() as session:
        assert session.get(JournalHead, 1).sequence == 3


@pytest.mark.both_databases
def test_the_command_names_a_journal_that_was_cut_since(
    app, mirrored, happened, note, session, lift_guards
):  # fmt: skip
    note()
    run = app.test_cli_runner().invoke
    from collegial.mirrors.cli import journal

    held = run(journal, ["verify"])
    assert held.exit_code == 0, held.output
    assert "1 end noted elsewhere agrees" in held.output
    end = run(journal, ["head"]).output.strip()
    assert run(journal, ["verify", "--head", end]).exit_code == 0
    assert run(journal, ["verify", "--head", end.replace("4:", "3:")]).exit_code == 1
    assert run(journal, ["verify", "--head", "nonsense"]).exit_code == 2

    lift_guards()
    session.execute(delete(JournalEntry).where(JournalEntry.sequence > 2))
    last = session.get(JournalEntry, 2)
    session.execute(update(JournalHead).values(sequence=2, digest=last.digest))
    session.commit()
    cut = run(journal, ["verify"])
    assert cut.exit_code == 1
    assert "Entry 3: it is not there any more" in cut.output
