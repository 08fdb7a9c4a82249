"""The commands show, check and import."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from collegial.statutes.cli import statutes
from collegial.statutes.presets import PRESETS
from collegial.statutes.queries import all_versions


@pytest.fixture
def command(app):
    def run(*arguments):
        return CliRunner().invoke(statutes, arguments, obj=ScriptInfo(create_app=lambda: app))

    return run


@pytest.fixture
def file(tmp_path, document):
    path = tmp_path / "statutes.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def versions(program):
    with program.database.reading() as session:
        return len(all_versions(session))


def test_a_good_file_is_checked(command, file, program):
    outcome = command("check", str(file))

    assert (outcome.exit_code, versions(program)) == (0, 0)
    assert "Statuts de la SCIC" in outcome.stdout


def test_every_error_is_a_line_on_stderr(command, file, document):
    document["notice"]["days"] = 3
    document["colleges"][0]["weight"] = "3/5"
    file.write_text(json.dumps(document), encoding="utf-8")

    outcome = command("check", str(file))

    lines = outcome.stderr.splitlines()
    assert (outcome.exit_code, outcome.stdout) == (2, "")
    assert {line.split(":")[0] for line in lines} >= {"notice.days", "colleges.0.weight"}


def test_a_file_is_imported_and_shown_as_it_can_be_imported_again(command, file, program):
    outcome = command("import", str(file), "--effective-from", "2026-03-01", "--reason", "Start")
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert "Version 1 is recorded, in force from 2026-03-01." in outcome.stdout

    shown = command("show")
    file.write_text(shown.stdout, encoding="utf-8")

    assert "Version 1" in shown.stderr
    again = ("import", str(file), "--effective-from", "2026-04-01", "--reason", "Again")
    refused = command(*again)
    assert (refused.exit_code, versions(program)) == (2, 1)
    assert "Put the change to the vote of the members" in refused.stderr
    assert command(*again, "--override", "Jugement").exit_code == 0
    assert versions(program) == 2


def test_a_bad_file_is_not_imported(command, file, program):
    file.write_text("label = 'A'", encoding="utf-8")

    outcome = command("import", str(file), "--effective-from", "2026-03-01", "--reason", "Start")

    assert (outcome.exit_code, versions(program)) == (2, 0)
    assert "quorum: This field is missing." in outcome.stderr


def test_an_unreadable_file_is_refused_in_one_line(command, file, program):
    file.write_bytes(b"\xff\xfe")

    outcome = command("import", str(file), "--effective-from", "2026-03-01", "--reason", "Start")

    assert (outcome.exit_code, versions(program)) == (2, 0)
    assert outcome.stderr.splitlines() == [
        "This file is not in UTF-8. Save it again with the encoding UTF-8, then send it."
    ]


def test_an_earlier_version_is_not_imported(command, file, program, record):
    record(date(2026, 6, 1))

    outcome = command(
        "import", str(file), "--effective-from", "2026-03-01", "--reason", "Back", "--override", "Jugement"
    )

    assert (outcome.exit_code, versions(program)) == (2, 1)
    assert "cannot start before it" in outcome.stderr


def test_nothing_in_force_is_said(command):
    outcome = command("show")

    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert "No statutes are in force today." in outcome.stderr


def test_a_version_is_shown_by_its_number(command, record):
    record(date(2030, 1, 1))

    assert json.loads(command("show", "--version", "1").stdout)["label"] == "Statuts de la SCIC"
    assert command("show", "--version", "9").exit_code == 2


@pytest.mark.parametrize("key", PRESETS)
def test_prepared_statutes_are_printed_with_their_sources_and_can_be_imported(command, file, program, key):
    printed = command("preset", key)
    file.write_text(printed.stdout, encoding="utf-8")

    outcome = command("import", str(file), "--effective-from", "2026-03-01", "--reason", "Start")

    assert "[sources]" in printed.stdout
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    assert versions(program) == 1
