"""Signed minutes are time stamped by an authority outside, verified, and what fails is tried again, visibly."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.x509 import load_pem_x509_certificates
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from collegial.accounts.events import SignedIn
from collegial.assemblies.services.conducting import close_assembly
from collegial.config import ConfigError, Mirror, load_settings
from collegial.files.models import StoredFile
from collegial.files.rules import Upload
from collegial.kernel.errors import Forbidden
from collegial.minutes.models import SigningWay
from collegial.minutes.services import (
    RightFile,
    Signing,
    establish_minutes,
    record_signatures,
    replace_proof,
    signers,
)
from collegial.mirrors.cli import journal
from collegial.mirrors.jobs import mirror_journal
from collegial.mirrors.rules import NOTES
from collegial.serving import work_forever
from collegial.stamping.models import TimeStamp
from collegial.stamping.queries import waiting_for
from collegial.stamping.rules import Unacceptable, request_for, verified
from collegial.stamping.services import ask_again
from collegial.testing.factories import convened

from .conftest import openssl

PDF = b"%PDF-1.7\n%signed\n"


@pytest.fixture
def minutes(context, clock):
    """Establish the minutes of an assembly that is over."""
    world = convened(context, {"A": 2, "B": 1, "C": 1, "D": 1})
    world.arrive(*(one for many in world.entries.values() for one in many))
    world.open()
    close_assembly(context, world.assembly)
    return establish_minutes(context, world.assembly)


@pytest.fixture
def sign(context, clock, minutes, session):
    """Give a function that records the whole bureau's signatures, on one scan; committed."""

    def do(content=PDF):
        signing = Signing(
            signers=signers(minutes.assembly), way=SigningWay.PAPER, signed_on=clock.now().date(),
            proof=Upload(name="scan.pdf", content=content),
        )  # fmt: skip
        file = record_signatures(context, minutes, signing)[0].file
        session.commit()
        return file.id

    return do


def work(app):
    with app.app_context():
        work_forever(app, once=True)


def page_of(client, sign_in, minutes):
    client.set_cookie("locale", "en")
    sign_in("staff")
    return client.get(f"/minutes/assembly/{minutes.assembly_id}/signatures").text


def test_a_signed_file_is_stamped_and_the_stamp_verifies(
    app, stamping, sign, session, client, sign_in, minutes
):
    file_id = sign()
    work(app)

    one = session.scalars(select(TimeStamp)).one()
    assert one.file_id == file_id
    assert abs(one.stamped_at - datetime.now(UTC)) < timedelta(minutes=5)
    session.commit()
    page = page_of(client, sign_in, minutes)
    assert "Holds" in page
    assert "Stamps" in page or "Root" in page
    token = client.get(f"/stamping/{one.id}.tsr")
    (stamping.folder / "kept.tsr").write_bytes(token.data)
    (stamping.folder / "scan.pdf").write_bytes(PDF)
    said = openssl(
        stamping.folder, "ts", "-verify", "-data", "scan.pdf", "-in", "kept.tsr", "-CAfile", "root.pem"
    )
    assert said  # another program agrees


def test_only_the_digest_of_a_file_goes_out_once_for_all_who_signed_it(app, stamping, sign, session):
    file_id = sign()
    work(app)

    digest = bytes.fromhex(session.get_one(StoredFile, file_id).digest)
    assert [digest in one for one in stamping.asked] == [True]
    assert PDF not in stamping.asked[0]


def test_without_an_authority_nothing_is_asked(app, authority, sign, session, client, sign_in, minutes):
    sign()
    work(app)

    assert authority.asked == []
    assert "Time stamps" not in page_of(client, sign_in, minutes)


def test_what_fails_is_shown_and_tried_again(app, stamping, sign, session, client, sign_in, minutes, clock):
    stamping.answers = [(503, "text/html", b"busy"), (200, "text/html", b"<p>welcome</p>")]
    sign()
    work(app)

    page = page_of(client, sign_in, minutes)
    assert "is on its way" in page
    assert "503" in page
    clock.move(minutes=1)
    work(app)
    assert "answered with text/html" in page_of(client, sign_in, minutes)
    clock.move(minutes=1)
    work(app)
    assert "Holds" in page_of(client, sign_in, minutes)
    assert len(stamping.asked) == 3


def test_what_is_given_up_can_be_asked_for_again(
    app, stamping, sign, session, context, client, sign_in, minutes, clock
):
    stamping.answers = [(500, "text/plain", b"no")] * 8
    file_id = sign()
    for _ in range(8):
        work(app)
        clock.move(hours=5)
    file = session.get_one(StoredFile, file_id)
    assert [one.is_given_up for one in waiting_for(session, [file])] == [True]
    session.commit()
    assert "No time stamp could be had" in page_of(client, sign_in, minutes)

    answer = client.post(f"/stamping/minutes/{minutes.id}/again")

    assert answer.status_code == 302
    assert client.post(f"/stamping/minutes/{minutes.id}/again").status_code == 302  # asked once
    work(app)
    assert "Holds" in page_of(client, sign_in, minutes)
    assert len(stamping.asked) == 9


def test_a_stranger_s_token_is_not_kept(app, stamping, keys, sign, session, client, sign_in, minutes):
    trusted = stamping.folder
    stamping.folder = keys[1]
    sign()
    work(app)
    stamping.folder = trusted

    assert session.scalars(select(TimeStamp)).all() == []
    session.commit()
    assert "certificate" in page_of(client, sign_in, minutes)


def test_a_token_for_something_else_or_for_another_question_is_refused(keys):
    folder = keys[0]
    roots = load_pem_x509_certificates((folder / "root.pem").read_bytes())
    asked = request_for(b"one")
    (folder / "one.tsq").write_bytes(asked.content)
    openssl(folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "one.tsq", "-out", "one.tsr")
    token = (folder / "one.tsr").read_bytes()
    of_one, of_two = (
        openssl(folder, "dgst", "-sha256", "-r", given=one).decode()[:64] for one in (b"one", b"two")
    )

    assert verified(token, of_one, roots, nonce=asked.nonce).serial
    with pytest.raises(Unacceptable):
        verified(token, of_two, roots)
    with pytest.raises(Unacceptable):
        verified(token, of_one, roots, nonce=asked.nonce + 1)
    for place in range(0, len(token), 97):
        touched = bytearray(token)
        touched[place] ^= 1
        try:
            again = verified(bytes(touched), of_one, roots)
        except Unacceptable:
            continue
        assert again == verified(token, of_one, roots)  # a byte that says nothing


@pytest.mark.both_databases
def test_a_time_stamp_is_written_once(context, session, minutes):
    file = StoredFile(
        token="t", name="a.pdf", media_type="application/pdf", size=1, digest="0" * 64, content=b"x",
        uploaded_at=context.clock.now(), account_id=None,
    )  # fmt: skip
    session.add(file)
    session.flush()
    session.add(
        TimeStamp(
            file_id=file.id, stamped_at=context.clock.now(), serial="1", authority="CN=x", token=b"x",
            received_at=context.clock.now(),
        )
    )  # fmt: skip
    session.flush()
    for statement in ("UPDATE time_stamp SET serial = '2'", "DELETE FROM time_stamp"):
        with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
            session.execute(text(statement))


def test_members_do_not_ask_for_time_stamps(as_role):
    with pytest.raises(Forbidden):
        ask_again(as_role("member"), [])


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ({"authority": "ftp://example.org"}, "stamping.authority"),
        ({"authority": "https://example.org/tsr"}, "stamping.certificates"),
        ({"authority": "https://example.org/tsr", "certificates": "missing.pem"}, "stamping.certificates"),
        ({"authority": "https://example.org/tsr", "certificates": "empty.pem"}, "stamping.certificates"),
    ],
)
def test_a_deployment_that_cannot_be_stamped_says_so_at_its_start(tmp_path, section, sentence):
    secrets = "".join(f'{name} = "{"k" * 40}"\n' for name in ("key", "password_salt", "totp"))
    lines = "".join(f'{name} = "{value}"\n' for name, value in section.items())
    (tmp_path / "pays.toml").write_text(f"[secrets]\n{secrets}[stamping]\n{lines}")
    (tmp_path / "empty.pem").write_text("nothing")
    with pytest.raises(ConfigError, match=sentence):
        load_settings(tmp_path / "pays.toml")


def test_the_end_of_the_journal_is_stamped_and_the_stamp_is_verified(
    app, stamping, context, session, program, tmp_path
):
    context.emit(SignedIn(account=1))
    session.commit()
    mirror = Mirror(folder=str(tmp_path / "mirror"), stamp=True)
    object.__setattr__(program, "settings", replace(program.settings, mirror=mirror))
    with app.app_context():
        mirror_journal(context, {})
    session.commit()
    run = app.test_cli_runner().invoke
    assert run(journal, ["verify"]).exit_code == 0

    notes = tmp_path / "mirror" / NOTES
    notes.write_text(notes.read_text(encoding="utf-8").replace("2026", "2025", 1), encoding="utf-8")
    assert "1.tsr: this time stamp does not vouch" in run(journal, ["verify"]).output


def test_what_replaces_a_mistaken_file_is_stamped_too(
    app, stamping, sign, session, context, client, sign_in, minutes
):
    file_id = sign()
    work(app)
    right = RightFile(proof=Upload(name="right.pdf", content=PDF + b"2"), reason="Mistaken.")
    made = replace_proof(context, minutes, session.get_one(StoredFile, file_id), right)
    session.commit()
    work(app)

    stamped = set(session.scalars(select(TimeStamp.file_id)))
    assert stamped == {file_id, made.file_id}
    session.commit()
    page = page_of(client, sign_in, minutes)
    assert page.count("Holds") == 2
    assert "Ask for the missing time stamps" not in page
