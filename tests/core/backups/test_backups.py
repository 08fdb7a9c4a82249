"""A backup of a running deployment, on an empty machine: all is back, and the journal ends where it ended."""

import io
import json
import tarfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, text

from collegial.accounts.models import Account
from collegial.accounts.services import open_account
from collegial.app import build_program
from collegial.backups.cli import backup, restore
from collegial.backups.making import MANIFEST, forget_old
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


def test_an_archive_cannot_write_outside_the_folder(site, empty_machine):
    archive = archive_of(site)
    with tarfile.open(archive) as tar:
        said = json.load(tar.extractfile(MANIFEST))
    said["files"]["settings/../../escaped"] = "0" * 64
    (site.parent / "spoiled").write_bytes(_with(archive, MANIFEST, json.dumps(said).encode()))
    folder, kept = empty_machine()
    assert (
        "outside the backup"
        in run(restore, site.parent / "spoiled", "--into", folder, "--secrets", kept).output
    )


def test_the_doctor_asks_for_backups_and_compares_the_journal_with_the_last(site):
    settings = load_settings()
    program = build_program(replace(settings, testing=True))
    lift = {
        "postgresql": "ALTER TABLE journal_entry DISABLE TRIGGER USER",
        "sqlite": "DROP TRIGGER guard_journal_entry_delete",
    }[program.database.engine.dialect.name]
    now = datetime.now(UTC)

    def found():
        with program.database.writing() as session:
            yield [one.gravity.name for one in look_at_backup(settings, session, now=now)]
            session.execute(text(lift))
            session.execute(delete(JournalEntry))
            yield [one.gravity.name for one in look_at_backup(settings, session, now=now)]

    assert list(found()) == [["WARNING"], ["WARNING"]]
    archive_of(site)
    assert list(found()) == [["FINE"], ["FINE", "WRONG"]]
    now += timedelta(days=9)
    assert next(found()) == ["WARNING"]
    program.database.close()


def test_the_newest_are_kept(tmp_path):
    for day in (1, 2, 3):
        (tmp_path / f"collegial-2026110{day}-030000.tar.gz").touch()
    (tmp_path / "notes.txt").touch()
    assert [one.name for one in forget_old(tmp_path, keep=2)] == ["collegial-20261101-030000.tar.gz"]
    assert len(list(tmp_path.iterdir())) == 3
