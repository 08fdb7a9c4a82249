"""An ill machine is told in a sentence that says what to do: disk, rights, clock, database, mail server."""

import errno
import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from io import FileIO
from pathlib import Path
from socket import create_server

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from collegial.config import Mail, Settings
from collegial.doctor import machine
from collegial.doctor.calls import look_at_calls
from collegial.doctor.cli import examine
from collegial.doctor.findings import Gravity
from collegial.doctor.machine import look_at_machine
from collegial.doctor.reached import unusable
from collegial.doctor.records import look_at_database
from collegial.kernel.disks import problem_of
from collegial.kernel.outbox import OutboxMessage, promise

SECRETS = "".join(f'{name} = "{name * 12}"\n' for name in ("key", "password_salt", "totp"))
NO_RIGHT = PermissionError(errno.EACCES, "Permission denied")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Give a folder with settings and secrets, and no database."""
    (tmp_path / "pays.toml").write_text('[pays]\nname = "Brest"\n', encoding="utf-8")
    (tmp_path / "secrets.toml").write_text(SECRETS, encoding="utf-8")
    monkeypatch.setenv("COLLEGIAL_CONFIG", str(tmp_path / "pays.toml"))
    monkeypatch.delenv("COLLEGIAL_DATABASE_URL", raising=False)
    return tmp_path


def settings_of(folder, **changes):
    return Settings(folder=folder, **{"database_url": f"sqlite:///{folder}/collegial.db"} | changes)


def of_gravity(findings, gravity):
    return [f"{one.found} {one.advice}" for one in findings if one.gravity is gravity]


def raises(error):
    def refused(*_any, **_more):
        raise error

    return refused


@pytest.mark.parametrize("name", ["pays.toml", "secrets.toml"])
def test_a_file_of_the_settings_that_may_not_be_read_is_named(site, monkeypatch, name):
    read = Path.read_text
    monkeypatch.setattr(
        Path,
        "read_text",
        lambda path, **more: raises(NO_RIGHT)() if path.name == name else read(path, **more),
    )

    (found,) = of_gravity(examine(network=False), Gravity.WRONG)

    assert f"{name} cannot be read: the account that asks has no right to it." in found
    assert "runuser -u collegial" in found


def test_what_is_no_file_of_settings_is_named(site):
    (site / "secrets.toml").unlink()
    (site / "secrets.toml").mkdir()

    assert "cannot be read: it is a folder." in of_gravity(examine(network=False), Gravity.WRONG)[0]


def test_a_word_of_the_system_that_we_do_not_know_stays():
    assert problem_of(OSError(errno.EXDEV, "Invalid cross-device link")) == "Invalid cross-device link"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_is_found_by_writing_to_it(tmp_path, monkeypatch):
    monkeypatch.setattr(machine.tempfile, "TemporaryFile", lambda **_more: FileIO("/dev/full", "w"))

    (found,) = of_gravity(look_at_machine(settings_of(tmp_path)), Gravity.WRONG)

    assert f"No room is left in {tmp_path}" in found
    assert "Make room" in found


def test_a_disk_that_is_nearly_full_is_told(tmp_path, monkeypatch):
    free = os.statvfs(tmp_path)
    monkeypatch.setattr(machine, "_LEAST_FREE", 2 * free.f_bavail * free.f_frsize)
    settings = settings_of(tmp_path, database_url="postgresql+psycopg://h/p")

    looked = of_gravity(look_at_machine(settings), Gravity.WARNING)

    assert any(one.startswith("Less than 200 MB are free in") for one in looked)


@pytest.mark.parametrize(
    ("number", "said", "advice"),
    [
        (errno.EACCES, "the account that asks has no right to it", "chown -R collegial"),
        (errno.EROFS, "the disk is open for reading only", "dmesg"),
        (errno.EIO, "the disk fails", "dmesg"),
        (errno.ENOENT, "it is not there", "where the settings lead"),
    ],
)
def test_a_folder_that_cannot_be_written_is_told_once_with_its_reason(
    tmp_path, monkeypatch, number, said, advice
):
    error = OSError(number, "what the system says")
    monkeypatch.setattr(machine.tempfile, "TemporaryFile", raises(error))

    (found,) = of_gravity(look_at_machine(settings_of(tmp_path)), Gravity.WRONG)

    assert f"the folder of the deployment, cannot be written: {said}" in found
    assert advice in found


def test_a_database_that_another_account_has_taken_is_named(tmp_path, monkeypatch):
    (tmp_path / "collegial.db-wal").touch()
    settings = settings_of(tmp_path)
    monkeypatch.setattr(machine, "_owner", lambda path: len(path.name))

    looked = " ".join(of_gravity(look_at_machine(settings), Gravity.WARNING))
    assert "collegial.db-wal belongs to another account" in looked
    assert f"chown --reference={tmp_path}" in looked

    monkeypatch.setattr(machine.os, "access", lambda path, _mode: path == tmp_path)
    (found,) = of_gravity(look_at_machine(settings), Gravity.WRONG)
    assert "collegial.db-wal cannot be read and written by this account" in found


@pytest.mark.parametrize(("state", "told"), [(5, True), (0, False), (-1, False), (None, False)])
def test_a_clock_that_nothing_sets_is_told(tmp_path, monkeypatch, state, told):
    monkeypatch.setattr(machine, "_state_of_clock", lambda: state)

    looked = of_gravity(look_at_machine(settings_of(tmp_path)), Gravity.WARNING)

    assert any("Nothing sets the clock" in one for one in looked) is told


def test_the_kernel_says_how_its_clock_stands():
    assert machine._state_of_clock() in {None, *range(-1, 6)}


def test_a_database_that_is_gone_is_not_made_anew(site):
    found = of_gravity(examine(network=False), Gravity.WRONG)

    assert any(f"There is no {site / 'collegial.db'}." in one and "last backup" in one for one in found)
    assert not (site / "collegial.db").exists()


def test_an_empty_database_is_told_apart_from_one_that_is_behind(program, tmp_path):
    empty = replace(program, database=type(program.database)(f"sqlite:///{tmp_path}/empty.db"))

    (found,) = of_gravity(look_at_database(empty), Gravity.WRONG)
    empty.database.close()

    assert "the database is empty" in found
    assert "restore the last backup" in found


def test_a_file_that_is_no_database_is_told_with_its_way_out(program, tmp_path):
    (tmp_path / "other.db").write_bytes(b"no database, " * 500)
    spoiled = replace(program, database=type(program.database)(f"sqlite:///{tmp_path}/other.db"))

    (found,) = of_gravity(look_at_database(spoiled), Gravity.WRONG)

    assert "Its file is no database, or is damaged." in found
    assert "restore the last backup" in found


def test_damage_that_shows_only_in_the_middle_ends_in_a_sentence(program, monkeypatch):
    def damaged(_program, session):
        yield session.scalar(text("SELECT 1 FROM nowhere"))

    monkeypatch.setattr("collegial.doctor.records._INSIDE", (damaged,))

    assert "nowhere" in of_gravity(look_at_database(program), Gravity.WRONG)[-1]


@contextmanager
def failing(url):
    """Give an engine that leads nowhere, and the error that it ends in."""
    engine = create_engine(url, connect_args={"connect_timeout": 2})
    with pytest.raises(SQLAlchemyError) as caught, engine.connect():
        pass
    yield engine, caught.value
    engine.dispose()


@pytest.mark.parametrize(
    ("address", "place"),
    [("ada@127.0.0.1:9/pays", "127.0.0.1:9"), ("ada@/pays?host=/nowhere", "/nowhere/.s.PGSQL.5432")],
)
def test_a_server_that_does_not_answer_is_told_apart_from_one_that_refuses(address, place):
    pytest.importorskip("psycopg")
    with failing(f"postgresql+psycopg://{address}") as (engine, error):
        found = unusable(engine, error)

    assert str(found.found) == f"No PostgreSQL answers at {place}."
    assert "systemctl start postgresql" in str(found.advice)


def test_what_a_server_refuses_is_told_in_its_words():
    pytest.importorskip("psycopg")
    with (
        create_server(("127.0.0.1", 0)) as server,
        failing("postgresql+psycopg://ada@127.0.0.1:9/pays") as (_, error),
    ):
        engine = create_engine(f"postgresql+psycopg://ada@127.0.0.1:{server.getsockname()[1]}/pays")
        found = unusable(engine, error)

    assert "refuses: " in str(found.found)
    assert "the account, the password and the name" in str(found.advice)


def test_work_that_nobody_does_is_told_although_nothing_waits(program):
    with program.database.unit_of_work() as session:
        promise(session, "fake.old", {}, at=program.clock.now() - timedelta(days=3))
        session.flush()
        session.query(OutboxMessage).update({"done_at": program.clock.now() - timedelta(hours=27)})
    looked = of_gravity(look_at_database(program), Gravity.WARNING)
    assert any("nobody seems to do it. Is the program running?" in one for one in looked)

    with program.database.unit_of_work() as session:
        session.query(OutboxMessage).update({"done_at": program.clock.now() - timedelta(hours=25)})
    assert "nobody seems to do it" not in " ".join(of_gravity(look_at_database(program), Gravity.WARNING))


@pytest.mark.parametrize(
    ("host", "said"),
    [("127.0.0.1", "does not answer"), ("no-such-machine.invalid", "No machine has the name")],
)
def test_a_mail_server_that_is_not_there_is_told_with_what_becomes_of_mails(tmp_path, host, said):
    settings = settings_of(tmp_path, mail=Mail(host=host, port=9))

    (found,) = of_gravity(look_at_calls(settings), Gravity.WRONG)

    assert said in found
    assert "Mails wait meanwhile" in found
