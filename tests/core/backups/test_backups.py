"""A backup of a running deployment, on an empty machine: all is back, and the journal ends where it ended."""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, delete, inspect, select, text

from collegial.accounts.models import Account
from collegial.accounts.services import open_account
from collegial.app import build_program
from collegial.backups.cli import backup, restore
from collegial.backups.making import LAST, MANIFEST, forget_old
from collegial.cli import db
from collegial.config import load_settings
from collegial.doctor.backups import look_at_backup
from collegial.journal.models import JournalEntry
from collegial.kernel.permissions import program as program_viewer

SECRETS = "".join(f'{name} = "{name * 12}"\n' for name in ("key", "password_salt", "totp"))
PHRASE = "four words that nobody guesses\n"


@pytest.fixture
def site(tmp_path, database_url, monkeypatch):
    """Give a deployment with an account, a page of its own, and its secrets."""
    folder = tmp_path / "site"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "call.typ").write_text("of our own", encoding="utf-8")
    (folder / "pays.toml").write_text('[mail]\nbackend = "file"\n[pays]\nname = "Brest"\n', encoding="utf-8")
    (folder / "secrets.toml").write_text(SECRETS, encoding="utf-8")
    monkeypatch.setenv("COLLEGIAL_CONFIG", str(folder / "pays.toml"))
    monkeypatch.setenv("COLLEGIAL_DATABASE_URL", database_url)
    open_one(load_settings(), "ada@example.org")
    return folder


def open_one(settings, address):
    program = build_program(replace(settings, testing=True))
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        open_account(context, email=address, actor_id=None, roles=("administrator",))
    program.database.close()


def run(command, *arguments):
    return CliRunner().invoke(command, [str(one) for one in arguments])


def archive_of(site, *options):
    target = site.parent / "backups"
    target.mkdir(exist_ok=True)
    done = run(backup, target, *options)
    assert done.exit_code == 0, done.output
    return max(target.iterdir())


@pytest.fixture
def empty_machine(tmp_path, database_kind, request, monkeypatch):
    """Go to a machine with an empty folder, an empty database, and the secrets that were kept apart."""
    kept = tmp_path / "kept-apart.toml"
    kept.write_text(SECRETS, encoding="utf-8")
    folder = tmp_path / "new"
    folder.mkdir()

    def go():
        if database_kind == "postgresql":
            monkeypatch.setenv("COLLEGIAL_DATABASE_URL", request.getfixturevalue("postgres_databases").make())
        else:
            monkeypatch.setenv("COLLEGIAL_DATABASE_URL", f"sqlite:///{folder / 'collegial.db'}")
        return folder, kept

    return go


@pytest.mark.both_databases
def test_a_deployment_comes_back_on_an_empty_machine(site, empty_machine, tmp_path):
    phrase = tmp_path / "phrase"
    phrase.write_text(PHRASE, encoding="utf-8")
    archive = archive_of(site, "--passphrase-file", phrase)
    assert b"ada@example.org" not in archive.read_bytes()
    folder, kept = empty_machine()

    done = run(restore, archive, "--into", folder, "--secrets", kept, "--passphrase-file", phrase)

    assert done.exit_code == 0, done.output
    assert "the journal is whole and ends at entry 1" in done.output
    assert (folder / "documents" / "call.typ").read_text(encoding="utf-8") == "of our own"
    assert (folder / "secrets.toml").stat().st_mode & 0o777 == 0o600
    settings = load_settings(folder / "pays.toml")
    program = build_program(replace(settings, testing=True))
    with program.database.reading() as session:
        assert session.scalars(select(Account.email)).all() == ["ada@example.org"]
        assert session.scalars(select(JournalEntry.sequence)).all() == [1, 2]
        assert session.get_one(JournalEntry, 2).event == "mirrors.continued"
    program.database.close()
    open_one(settings, "bob@example.org")  # its numbers, constraints and guards are back too
    assert run(restore, archive, "--into", folder, "--passphrase-file", phrase).exit_code == 1


def test_the_secrets_are_not_in_it_and_must_be_the_same(site, empty_machine, tmp_path):
    archive = archive_of(site)
    with tarfile.open(archive) as tar:
        assert sorted(tar.getnames()) == [
            "database", MANIFEST, "settings/documents/call.typ", "settings/pays.toml",
        ]  # fmt: skip
    folder, kept = empty_machine()
    assert "kept apart by --secrets" in run(restore, archive, "--into", folder).output
    kept.write_text(SECRETS.replace("key = ", "key = ").replace("keykey", "yekyek"), encoding="utf-8")
    done = run(restore, archive, "--into", folder, "--secrets", kept)
    assert "not the secrets that the deployment had" in done.output
    assert list(folder.iterdir()) == [folder / "documents"]  # what was written went again


def test_a_spoiled_backup_is_refused_and_nothing_is_written(site, empty_machine):
    archive = archive_of(site)
    folder, kept = empty_machine()
    for spoiled in (_with(archive, "settings/pays.toml", b"[pays]\n"), archive.read_bytes()[:-2000]):
        (site.parent / "spoiled").write_bytes(spoiled)
        done = run(restore, site.parent / "spoiled", "--into", folder, "--secrets", kept)
        assert done.exit_code == 1
        assert "hash" in done.output or "cannot be read" in done.output
        assert list(folder.iterdir()) == []


def _with(archive, name, content):
    """Return an archive with another content for a file."""
    out = io.BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=out, mode="w:gz") as new:
        for member in old.getmembers():
            data = content if member.name == name else old.extractfile(member).read()
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return out.getvalue()


def _rewritten(archive, change, extra=()):
    """Return an archive whose manifest was changed, more entries at its end, and right digests."""
    out = io.BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=out, mode="w:gz") as new:
        files = {one.name: old.extractfile(one).read() for one in old.getmembers()}
        said = json.loads(files.pop(MANIFEST))
        change(said, files)
        if isinstance(said["files"], dict):
            said["files"] |= {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        for name, data in {MANIFEST: json.dumps(said).encode(), **files}.items():
            new.addfile(_entry(name, size=len(data)), io.BytesIO(data))
        for entry in extra:
            new.addfile(entry)
    return out.getvalue()


def _named(name, data=b"mine"):
    return lambda _said, files: files.__setitem__(name, data)


def _says(**changes):
    return lambda said, _files: said.update(changes)


def _entry(name, kind=tarfile.REGTYPE, target="", size=0):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname, entry.size = kind, target, size
    return entry


def _database(*statements):
    """Return a change that does something to the database of an archive."""

    def change(_said, files):
        with closing(sqlite3.connect(":memory:")) as copy:
            copy.deserialize(files["database"])
            for one in statements:
                copy.execute(one)
            copy.commit()
            files["database"] = copy.serialize()

    return change


GUARD = "guard_journal_entry_update"


def _rewritten_journal(_said, files):
    """Rewrite an entry, and leave the guard as if nobody had been there."""
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(files["database"])
        (guard,) = copy.execute(f"SELECT sql FROM sqlite_master WHERE name = '{GUARD}'").fetchone()
        for one in (f"DROP TRIGGER {GUARD}", "UPDATE journal_entry SET event = 'other.event'", guard):
            copy.execute(one)
        copy.commit()
        files["database"] = copy.serialize()


# Each with a word of its refusal.
HOSTILE = [
    (_named("settings/../../escaped"), "outside the backup"),
    # an absolute name, once its beginning is taken off
    (_named("settings//tmp/escaped"), "outside the backup"),
    (_named("/tmp/escaped"), "outside the backup"),
    (_named("settings/secrets.toml"), "somebody else put it there"),
    (_named("settings/pays.toml/below"), "cannot be read"),
    (_says(format=2), "this version reads format 1"),
    (_says(files=["database"]), "manifest cannot be read"),
    (_says(journal={"sequence": "many", "digest": 1}), "manifest cannot be read"),
    (_says(owners={"core": "9999"}, program="99.0"), "made by version 99.0"),
    (_says(database="oracle"), "holds a database of oracle"),
    (_says(secrets="0" * 64), "not the secrets"),
    (lambda said, files: files.pop("database") and said["files"].pop("database"), "holds no file database"),
    (_named("database", b"SQLite format 3\0 and no more"), "database cannot be read"),
    (_database("CREATE VIEW account_view AS SELECT 1"), "view account_view"),
    (_database("CREATE TRIGGER mine AFTER INSERT ON account BEGIN DELETE FROM member; END"), "trigger mine"),
    (_database(f"DROP TRIGGER {GUARD}"), f"trigger {GUARD}"),
    (
        _database(
            f"DROP TRIGGER {GUARD}",
            f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON journal_entry WHEN 0 BEGIN SELECT 1; END",
        ),
        f"trigger {GUARD}",
    ),
    (_database("CREATE INDEX mine ON account (email) WHERE abs(id) > 1"), "index mine"),
    (_database("ALTER TABLE account ADD COLUMN mine TEXT DEFAULT (1)"), "table account"),
    (_database("CREATE VIRTUAL TABLE mine USING fts5(words)"), "table mine"),
]
STRANGE = [
    _entry("settings/logo.svg", tarfile.SYMTYPE, "/etc/passwd"),
    _entry("settings/documents/call.typ", tarfile.LNKTYPE, "database"),
    _entry("settings/disk", tarfile.BLKTYPE),
    _entry("settings/pays.toml"),  # a second one of a name
]


@pytest.mark.both_databases("sqlite")
def test_what_somebody_made_up_is_refused_and_leaves_all_as_it_was(site, empty_machine):
    archive, spoiled = archive_of(site), site.parent / "spoiled"
    folder, kept = empty_machine()
    (folder / "notes.txt").write_text("of the operator", encoding="utf-8")
    made = [(_rewritten(archive, change), word) for change, word in HOSTILE]
    made += [(_rewritten(archive, _says(), [entry]), "its manifest does not name") for entry in STRANGE]
    for content, word in made:
        spoiled.write_bytes(content)
        done = run(restore, spoiled, "--into", folder, "--secrets", kept)
        assert (done.exit_code, word in done.output) == (1, True), (word, done.output, done.exception)
        assert [path for path in folder.rglob("*") if path.is_file()] == [folder / "notes.txt"]
        assert not Path("/tmp/escaped").exists()


@pytest.mark.both_databases
def test_modules_that_are_not_installed_are_named_before_anything_is_filled(site, empty_machine):
    execute(
        "CREATE TABLE alembic_version_tidelog (version_num TEXT)",
        "INSERT INTO alembic_version_tidelog VALUES ('7')",
    )
    archive = archive_of(site)
    folder, kept = empty_machine()

    done = run(restore, archive, "--into", folder, "--secrets", kept)

    assert done.exit_code == 1
    assert "modules that are not installed here, or cannot be used: tidelog. Install them" in done.output
    assert not (folder / "pays.toml").exists()


TIDELOG = (
    "CREATE TABLE alembic_version_tidelog (version_num TEXT)",
    "INSERT INTO alembic_version_tidelog VALUES ('7')",
    "CREATE TABLE tidelog_tide (id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES account (id), words TEXT)",
    "CREATE TABLE tidelog_mark (id INTEGER PRIMARY KEY, tide_id INTEGER NOT NULL REFERENCES tidelog_tide (id))",
    "CREATE INDEX ix_tidelog_tide ON tidelog_tide (words)",
    "INSERT INTO tidelog_tide SELECT 1, id, 'high water' FROM account",
    "INSERT INTO tidelog_mark VALUES (1, 1)",
    "INSERT INTO plugin_state (name, is_active, changed_at) VALUES ('tidelog', true, '2026-11-29')",
)


@pytest.mark.both_databases
def test_the_tables_of_a_module_that_exists_nowhere_can_be_left_out(site, empty_machine):
    numbered = "CREATE SEQUENCE tidelog_number START 4"
    execute(*TIDELOG, *([numbered] if "postgresql" in load_settings().database_url else []))
    told = run(db, "upgrade")
    archive = archive_of(site)
    folder, kept = empty_machine()
    given = (archive, "--into", folder, "--secrets", kept, "--without", "tidelog")

    refused = run(restore, *given, "--without", "partners")
    done = run(restore, *given)

    assert (told.exit_code, "The tables of tidelog stay as they are" in told.output) == (0, True)
    assert "holds no tables of a module that is not installed here and is called partners" in refused.output
    assert done.exit_code == 0, done.output
    engine = create_engine(load_settings().database_url)
    assert not [one for one in inspect(engine).get_table_names() if "tidelog" in one]
    engine.dispose()
    assert found("SELECT count(*) FROM plugin_state WHERE name = 'tidelog'") == 0
    assert found("SELECT count(*) FROM account") == 1
    assert found("SELECT event FROM journal_entry ORDER BY sequence DESC LIMIT 1") == "modules.left_out"
    if "sqlite" in load_settings().database_url:
        assert b"high water" not in (folder / "collegial.db").read_bytes()


@pytest.mark.both_databases("sqlite")
@pytest.mark.parametrize(
    "strange",
    [
        "CREATE TRIGGER tidelog_mine AFTER INSERT ON account BEGIN DELETE FROM member; END",
        "CREATE VIEW tidelog_mine AS SELECT email FROM account",
        "CREATE VIRTUAL TABLE tidelog_mine USING fts5(words)",
    ],
)
def test_what_is_no_table_of_the_module_is_refused_under_its_name(site, empty_machine, strange):
    execute(*TIDELOG, strange)
    archive = archive_of(site)
    folder, kept = empty_machine()
    done = run(restore, archive, "--into", folder, "--secrets", kept, "--without", "tidelog")
    assert (done.exit_code, "tidelog_mine" in done.output) == (1, True), done.output
    assert not (folder / "pays.toml").exists()


def execute(*statements):
    """Do something to the database of the deployment by hand."""
    engine = create_engine(load_settings().database_url)
    with engine.begin() as connection:
        for one in statements:
            connection.exec_driver_sql(one)
    engine.dispose()


@pytest.mark.both_databases("postgresql")
def test_what_an_archive_of_postgresql_defines_is_never_made(site, empty_machine):
    execute(
        "CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN DELETE FROM account; RETURN NEW; END'",
        "CREATE TRIGGER mine AFTER INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION mine()",
        "CREATE VIEW mine_too AS SELECT email FROM account",
        "ALTER TABLE journal_head DISABLE TRIGGER USER",
    )
    archive = archive_of(site)
    folder, kept = empty_machine()

    done = run(restore, archive, "--into", folder, "--secrets", kept)

    assert done.exit_code == 0, done.output
    assert found("SELECT count(*) FROM pg_proc WHERE proname LIKE 'mine%%'") == 0
    assert found("SELECT count(*) FROM pg_class WHERE relname LIKE 'mine%%'") == 0
    assert found("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'") == 0
    assert found("SELECT count(*) FROM pg_constraint WHERE contype = 'f'") > 100
    assert found("SELECT count(*) FROM account") == 1


@pytest.mark.both_databases("postgresql")
def test_a_statement_in_the_place_of_rows_is_refused_and_not_run(site, empty_machine):
    archive, spoiled = archive_of(site), site.parent / "spoiled"
    folder, kept = empty_machine()
    spoiled.write_bytes(_rewritten(archive, _statement_for_rows))

    done = run(restore, spoiled, "--into", folder, "--secrets", kept)

    assert "holds a statement that no backup has: CREATE TABLE mine" in done.output
    assert done.exit_code == 1
    assert found("SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace") == 0
    assert list(folder.rglob("*.toml")) == []


def _statement_for_rows(_said, files):
    """Put a statement where an archive says how rows are copied, as long as the one there."""
    there = re.search(rb"COPY public\.account \([^)]*\) FROM stdin;\n", files["database"])[0]
    mine = b"CREATE TABLE mine (id int); --".ljust(len(there) - 1) + b"\n"
    files["database"] = files["database"].replace(there, mine)


def found(query):
    """Ask the database of the deployment by hand."""
    engine = create_engine(os.environ["COLLEGIAL_DATABASE_URL"])
    with engine.connect() as connection:
        answer = connection.exec_driver_sql(query).scalar_one()
    engine.dispose()
    return answer


def test_a_link_in_the_place_of_a_file_is_refused(site, empty_machine):
    archive, spoiled = archive_of(site), site.parent / "spoiled"
    folder, kept = empty_machine()
    with tarfile.open(archive) as old, tarfile.open(spoiled, "w:gz") as new:
        for one in old.getmembers():
            data = old.extractfile(one).read()
            link = _entry(one.name, tarfile.SYMTYPE, "/etc/passwd") if one.name.endswith("call.typ") else one
            new.addfile(link, io.BytesIO(data))
    assert "a link or a device" in run(restore, spoiled, "--into", folder, "--secrets", kept).output


def test_a_bomb_fills_neither_memory_nor_disk(site, empty_machine, monkeypatch):
    archive, spoiled = archive_of(site), site.parent / "spoiled"
    folder, kept = empty_machine()
    for first in (
        _entry(MANIFEST, size=1 << 40),
        _entry("long", tarfile.GNUTYPE_LONGNAME, size=1 << 30),
        _entry("more", tarfile.XHDTYPE, size=1 << 30),
    ):
        spoiled.write_bytes(gzip.compress(first.tobuf() + bytes(1 << 20)))
        done = run(restore, spoiled, "--into", folder, "--secrets", kept)
        assert (done.exit_code, "Error: It" in done.output) == (1, True), (done.output, done.exception)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=1 << 20))
    assert "There is no room" in run(restore, archive, "--into", folder, "--secrets", kept).output
    assert list(folder.iterdir()) == []


@pytest.mark.both_databases("sqlite")
def test_a_journal_that_was_rewritten_is_named(site, empty_machine):
    archive, spoiled = archive_of(site), site.parent / "spoiled"
    folder, kept = empty_machine()
    spoiled.write_bytes(_rewritten(archive, _rewritten_journal))
    done = run(restore, spoiled, "--into", folder, "--secrets", kept)
    assert (done.exit_code, "does not hold at entry 1" in done.output) == (1, True), done.output


@pytest.mark.both_databases("sqlite")
def test_what_is_left_of_another_database_is_not_played_into_the_new_one(site, empty_machine):
    archive, (folder, kept) = archive_of(site), empty_machine()
    (folder / "collegial.db-wal").write_bytes(b"of a server that still runs")
    assert "or a part of one" in run(restore, archive, "--into", folder, "--secrets", kept).output
    assert [one.name for one in folder.iterdir() if one.is_file()] == ["collegial.db-wal"]


def test_another_phrase_opens_nothing(site, empty_machine, tmp_path):
    phrase = tmp_path / "phrase"
    phrase.write_text(PHRASE, encoding="utf-8")
    archive, (folder, kept) = archive_of(site, "--passphrase-file", phrase), empty_machine()
    phrase.write_text("another phrase that fits nothing\n", encoding="utf-8")
    done = run(restore, archive, "--into", folder, "--secrets", kept, "--passphrase-file", phrase)
    assert "another one, or the file was cut or changed" in done.output
    assert list(folder.iterdir()) == []


@pytest.mark.both_databases("sqlite")  # the guard is dropped as SQLite does it
def test_the_doctor_asks_for_backups_and_compares_the_journal_with_the_last(site):
    settings = load_settings()
    program = build_program(replace(settings, testing=True))
    now = datetime.now(UTC)

    def found():
        with program.database.writing() as session:
            yield [one.gravity.name for one in look_at_backup(settings, session, now=now)]
            session.execute(text("DROP TRIGGER guard_journal_entry_delete"))
            session.execute(delete(JournalEntry))
            yield [one.gravity.name for one in look_at_backup(settings, session, now=now)]

    assert list(found()) == [["WARNING"], ["WARNING"]]
    archive_of(site)
    assert list(found()) == [["FINE"], ["FINE", "WRONG"]]
    now += timedelta(days=9)
    assert next(found()) == ["WARNING"]
    program.database.close()


@pytest.mark.both_databases("sqlite")
def test_a_disk_that_fills_up_ends_a_backup_in_a_sentence(site, monkeypatch):
    connect = sqlite3.connect

    def narrow(path, **more):
        opened = connect(path, **more)
        opened.execute("PRAGMA max_page_count = 8")
        return opened

    monkeypatch.setattr("collegial.backups.dumping.sqlite3.connect", narrow)
    (site.parent / "backups").mkdir()
    done = run(backup, site.parent / "backups")

    assert (done.exit_code, done.output) == (
        1, "Error: The database cannot be copied: database or disk is full\n",
    )  # fmt: skip
    assert list((site.parent / "backups").iterdir()) == []


@pytest.mark.both_databases("sqlite")
def test_a_backup_that_could_not_be_noted_is_whole_and_that_is_told(site):
    (site / LAST).mkdir()  # nothing can be put in its place
    (site.parent / "backups").mkdir()
    done = run(backup, site.parent / "backups")

    assert done.exit_code == 0
    assert "The backup is whole, but was not noted" in done.output
    assert [one.name.startswith("collegial-") for one in (site.parent / "backups").iterdir()] == [True]
    assert [one.name for one in site.iterdir() if one.name.startswith(".")] == []


@pytest.mark.both_databases("sqlite")
def test_a_name_without_an_archives_ending_is_a_folder_each_night_anew(site):
    nights = site.parent / "nights" / "of.brest"
    assert run(backup, nights).exit_code == 0
    first = next(nights.iterdir())
    first.rename(nights / "collegial-20251101-030000.tar.gz")
    assert run(backup, nights).exit_code == 0

    assert len(list(nights.iterdir())) == 2
    assert nights.stat().st_mode & 0o777 == 0o700


@pytest.mark.both_databases("sqlite")
def test_a_name_with_an_archives_ending_is_a_file_never_written_over(site):
    file = site.parent / "one.tar.gz"

    assert run(backup, file).exit_code == 0
    assert file.is_file()
    assert "is there already" in run(backup, file).output


def test_the_newest_are_kept(tmp_path):
    for day in (1, 2, 3):
        (tmp_path / f"collegial-2026110{day}-030000.tar.gz").touch()
    (tmp_path / "notes.txt").touch()
    assert [one.name for one in forget_old(tmp_path, keep=2)] == ["collegial-20261101-030000.tar.gz"]
    assert len(list(tmp_path.iterdir())) == 3
