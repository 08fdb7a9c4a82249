"""The doctor names what is wrong, says what to do, and ends with the code of the gravest finding."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from collegial.accounts.services import open_account
from collegial.actors.models import ActorKind
from collegial.actors.services import add_actor
from collegial.config import Mail, Secrets, Settings
from collegial.config_checks import value_faults
from collegial.doctor.accounts import look_at_organisations
from collegial.doctor.cli import advice_on, examine
from collegial.doctor.findings import Gravity, fine, gravest, warning, wrong
from collegial.doctor.machine import database_file, kind_of_disk, look_at_machine
from collegial.doctor.overrides import document_findings, logo_findings
from collegial.doctor.records import look_at_database
from collegial.doctor.settings import look_at_settings
from collegial.hosting.models import PluginState
from collegial.journal.models import JournalHead
from collegial.kernel.outbox import OutboxMessage, promise
from collegial.kernel.permissions import program as program_viewer
from collegial.statutes.services import record_statutes
from collegial.testing.factories import statutes_document
from collegial.testing.fakes import fake_plugin

RANDOM = Secrets(
    key="a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7",
    password_salt="Zy8xWv6uTs4rQp2oNm0lKj9iHg7fEd5cBa",
    totp="0aS9dF8gH7jK6lZ5xC4vB3nM2qW1eR0tY9",
)  # fmt: skip
MOUNTS = (
    "overlay / overlay rw 0 0\nserver:/data /srv/my\\040data nfs4 rw 0 0\n/dev/sda1 /srv/other ext4 rw 0 0\n"
)


def settled(place, **changes):
    (place / "secrets.toml").touch(mode=0o600)
    usual = Settings(
        folder=place, public_url="https://pole.coop", trusted_proxies=1, secrets=RANDOM,
        mail=Mail(sender="pole@pole.coop"), database_url=f"sqlite:///{place / 'collegial.db'}",
    )  # fmt: skip
    return replace(usual, **changes)


def said(findings, gravity):
    return [str(one.found) for one in findings if one.gravity is gravity]


def test_settings_that_are_well_chosen_are_fine(tmp_path):
    assert gravest(look_at_settings(settled(tmp_path))) is Gravity.FINE


@pytest.mark.parametrize(
    ("changes", "gravity", "words"),
    [
        ({"demo": True}, Gravity.WRONG, "anyone signs in as anyone"),
        ({"testing": True}, Gravity.WRONG, "testing = true"),
        ({"rate_limits": False}, Gravity.WARNING, "can be guessed"),
        ({"public_url": "http://pole.coop"}, Gravity.WRONG, "not HTTPS"),
        ({"trusted_proxies": 0}, Gravity.WARNING, "share one limit"),
        ({"public_url": "http://127.0.0.1:8000"}, Gravity.WARNING, "can invent an address"),
        ({"secrets": Secrets(key="ab" * 20, password_salt="x" * 40, totp="x" * 40)}, Gravity.WRONG, "not random"),
        ({"secrets": replace(RANDOM, totp=RANDOM.key)}, Gravity.WRONG, "are the same"),
        ({"mail": Mail(backend="file", sender="a@pole.coop")}, Gravity.WRONG, "nobody receives anything"),
        ({"mail": Mail(sender="no-reply@example.org")}, Gravity.WARNING, "an address of nobody"),
        ({"mail": Mail(sender="a@pole.coop", user="a")}, Gravity.WRONG, "travels in the clear"),
    ],
)  # fmt: skip
def test_settings_that_endanger_are_named(tmp_path, changes, gravity, words):
    findings = list(look_at_settings(settled(tmp_path, **changes)))

    assert any(words in one for one in said(findings, gravity)), findings
    assert all(one.advice for one in findings if one.gravity)


def test_secrets_that_are_gone_are_put_back_rather_than_made_anew():
    (fault, *_more) = value_faults(Settings(folder=Path("/nowhere"), secrets=Secrets()))
    assert "kept apart" in str(advice_on(fault))
    assert "kept apart" not in str(advice_on("The setting pays.accent must be one of these."))


def test_secrets_that_others_may_read_are_named(tmp_path):
    settings = settled(tmp_path)
    (tmp_path / "secrets.toml").chmod(0o644)

    assert "Others on this machine" in said(look_at_settings(settings), Gravity.WRONG)[0]


def test_a_network_disk_is_known_by_its_longest_mount(tmp_path):
    assert kind_of_disk(Path("/srv/my data/site/collegial.db"), MOUNTS) == "nfs4"
    assert kind_of_disk(Path("/srv/other/collegial.db"), MOUNTS) == "ext4"
    assert kind_of_disk(Path("/home/collegial.db"), MOUNTS) == "overlay"
    assert database_file(settled(tmp_path)) == tmp_path / "collegial.db"
    assert database_file(settled(tmp_path, database_url="postgresql+psycopg://h/pays")) is None


def test_a_folder_that_is_not_there_is_named_once(tmp_path):
    settings = settled(tmp_path, database_url="sqlite:////nowhere/pays.db", folder=Path("/nowhere"))

    (found,) = said(look_at_machine(settings), Gravity.WRONG)

    assert found == "/nowhere, the folder of the deployment, cannot be written: it is not there"


def test_settings_that_cannot_be_used_are_told_one_by_one(tmp_path, monkeypatch):
    (tmp_path / "pays.toml").write_text('publc_url = "x"\n[mail]\nport = "25"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    found = said(examine(network=False), Gravity.WRONG)

    assert found == [
        "There is no setting publc_url. Did you mean public_url?",
        "The setting mail.port must be a whole number.",
    ]


@pytest.mark.plugins(fake_plugin(requires=("cards",)), fake_plugin("broken", api=">=9"))
def test_what_is_wrong_in_the_database_is_named(program):
    with program.database.unit_of_work() as session:
        now = program.clock.now()
        session.add(PluginState(name="fake", is_active=True, changed_at=now))
        session.add(PluginState(name="gone", is_active=True, changed_at=now))
        session.add(PluginState(name="old", is_active=False, changed_at=now, failure="no such column"))
        session.add(JournalHead(id=1, sequence=3, digest="f" * 64))
        promise(session, "fake.late", {}, at=now - timedelta(hours=1))
        promise(session, "fake.failed", {}, at=now)
        session.flush()
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.task == "fake.failed")
            .values(attempts=8, last_error="x")
        )

    findings = list(look_at_database(program))

    found = " ".join(said(findings, Gravity.WRONG))
    for words in (
        "broken cannot be used",
        "of old could not be upgraded",
        "given up",
        "Nobody is an administrator",
        "chain does not hold",
    ):
        assert words in found
    looked = " ".join(said(findings, Gravity.WARNING))
    for words in (
        "nothing offers “cards”",
        "gone is on and not installed",
        "quarter of an hour",
        "There are none",
    ):
        assert words in looked


def test_statutes_that_are_not_in_force_yet_are_told(program):
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        record_statutes(context, statutes_document(), effective_from=date(2030, 1, 1), reason="First")

    looked = " ".join(said(list(look_at_database(program)), Gravity.WARNING))

    assert "None is in force today: the first hold from 2030-01-01 on." in looked


def test_tables_that_are_behind_hide_what_lies_in_them(program):
    with program.database.unit_of_work() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        session.execute(text("UPDATE alembic_version_chantier SET version_num = '0001'"))

    findings = list(look_at_database(program))

    assert said(findings, Gravity.WRONG) == [
        "They are not up to date: core, chantier. Until they are, these do nothing: chantier."
    ]


def test_a_database_that_cannot_be_reached_is_named(program, tmp_path):
    program.database.close()
    lost = replace(program, database=type(program.database)(f"sqlite:///{tmp_path}/no/where.db"))

    assert said(look_at_database(lost), Gravity.WRONG) == ["Its file cannot be opened by this account."]


def test_documents_that_nothing_prints_are_named(tmp_path):
    for name in ("minutes", "convocations", "_logo"):
        (tmp_path / f"{name}.typ").touch()

    (one,) = document_findings(tmp_path, ["convocation", "minutes"])

    assert "documents/convocations.typ is never printed" in str(one.found)
    assert "convocation.typ" in str(one.advice)


def test_a_logo_that_papers_go_without_is_named(tmp_path):
    logo = tmp_path / "logo.svg"
    assert list(logo_findings(logo)) == []
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="9"/></svg>')
    assert list(logo_findings(logo)) == []

    logo.write_text("<svg")
    (one,) = logo_findings(logo)

    assert str(one.found) == "The logo logo.svg cannot be drawn on papers: they go without it."


def test_the_gravest_finding_is_the_code():
    assert gravest([]) == 0
    assert gravest([fine("a", "b"), warning("a", "b", "c")]) == 1
    assert gravest([wrong("a", "b", "c"), warning("a", "b", "c")]) == 2


def test_the_account_of_an_organisation_is_named(program, session, context):
    group = add_actor(context, kind=ActorKind.ORGANISATION, name="Les Halles", email="halles@example.org")
    account = open_account(context, email="halles@example.org", actor_id=None, roles=["member"])
    assert list(look_at_organisations(program, session)) == []

    account.actor_id = group.id  # as earlier versions did
    session.flush()
    (found,) = look_at_organisations(program, session)

    assert (
        str(found.found)
        == f"Account {account.id} is an organisation’s: whoever reads its mailbox votes for it."
    )
