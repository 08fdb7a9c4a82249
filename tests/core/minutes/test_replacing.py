"""A mistaken file of signatures makes way for the right one, once, and stays readable."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from collegial.files.models import StoredFile
from collegial.files.rules import Upload
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.minutes import services
from collegial.minutes.models import Minutes, Replacement, SigningWay
from collegial.minutes.proofs import proofs_of, replacements_of
from collegial.minutes.services import RightFile, Signing, replace_proof

MISTAKEN, RIGHT = b"%PDF-1.7\n%the lease\n", b"%PDF-1.7\n%the minutes, signed\n"
SEALED = b"%PDF-1.7\n5 0 obj <</Type /Sig /ByteRange [0 9 99 9]>> endobj\n"


def right(content=RIGHT, reason="It was the lease."):
    return RightFile(proof=Upload(name="right.pdf", content=content), reason=reason)


@pytest.fixture
def sign(context, established, clock):
    """Give a function that records who signed one file; it returns the file."""

    def do(*signers, content=MISTAKEN, way=SigningWay.PAPER):
        proof = Upload(name="lease.pdf", content=content)
        signing = Signing(signers=signers, way=way, signed_on=clock.now().date(), proof=proof)
        return services.record_signatures(context, established, signing)[0].file

    return do


@pytest.fixture
def mistaken(sign, established):
    return sign(*services.signers(established.assembly))


@pytest.mark.both_databases
def test_the_right_file_counts_for_all_who_signed_and_the_mistaken_one_stays(
    context, session, established, mistaken, clock
):
    made = replace_proof(context, established, mistaken, right())

    assert {one.content for one in proofs_of(session, established.id).values()} == {RIGHT}
    assert services.missing_signers(context, established) == []
    (told,) = replacements_of(session, established.id)
    assert (told.replaced.content, told.reason, told.replaced_by) == (
        MISTAKEN, "It was the lease.", context.by.name,
    )  # fmt: skip
    event = session.scalars(select(JournalEntry).where(JournalEntry.event == "minutes.proof_replaced")).one()
    assert event.payload == {
        "number": established.number, "replaced": mistaken.digest, "digest": made.file.digest,
        "reason": "It was the lease.",
    }  # fmt: skip


def test_what_other_files_prove_stays(context, session, established, sign):
    chair, *others = services.signers(established.assembly)
    mistaken, other = sign(chair), sign(*others, content=RIGHT)

    replace_proof(context, established, mistaken, right(RIGHT + b"2"))

    files = [one.content for one in proofs_of(session, established.id).values()]
    assert files == [RIGHT + b"2", *[other.content] * len(others)]


@pytest.mark.both_databases
def test_a_file_makes_way_once_and_what_replaced_it_in_turn(context, session, established, mistaken):
    first = replace_proof(context, established, mistaken, right())
    with pytest.raises(Refused, match=r"minutes\.replaced_already"):
        replace_proof(context, established, mistaken, right(RIGHT + b"2"))

    replace_proof(context, established, first.file, right(RIGHT + b"3"))

    assert {one.content for one in proofs_of(session, established.id).values()} == {RIGHT + b"3"}
    assert len(replacements_of(session, established.id)) == 2


@pytest.mark.both_databases
def test_of_two_files_put_in_one_place_at_once_one_is_refused(program, session, established, mistaken):
    minutes_id, file_id = established.id, mistaken.id
    session.commit()
    together = Barrier(2)

    def put(content):
        together.wait(timeout=10)
        try:
            with program.database.unit_of_work() as own:
                acting = program.context(own, program_viewer("test"))
                file = own.get_one(StoredFile, file_id)
                replace_proof(acting, own.get_one(Minutes, minutes_id), file, right(content))
        except Refused as refusal:
            return refusal.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(put, [RIGHT, RIGHT + b"2"]))

    assert sorted(said) == ["done", "minutes.replaced_already"]
    assert session.scalar(select(func.count()).select_from(Replacement)) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (MISTAKEN, "minutes.same_proof"),
        (b"%PDF-1.7\n%to sign\n", "minutes.unsigned_print"),
        (b"plain words", "files.disguised"),
    ],
)
def test_what_proves_no_signature_replaces_none(context, session, established, mistaken, content, code):
    services.keep_print(context, established, b"%PDF-1.7\n%to sign\n", locale="fr")
    with pytest.raises(Invalid) as refusal:
        replace_proof(context, established, mistaken, right(content))
    assert (refusal.value.code, refusal.value.field) == (code, "file")


def test_an_electronic_signature_is_inside_the_right_file_too(context, session, established, sign):
    mistaken = sign(*services.signers(established.assembly), content=SEALED, way=SigningWay.ELECTRONIC)
    with pytest.raises(Invalid, match=r"minutes\.no_signature_inside"):
        replace_proof(context, established, mistaken, right())


def test_members_replace_nothing(as_role, established, mistaken):
    with pytest.raises(Forbidden):
        replace_proof(as_role("member"), established, mistaken, right())


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "act",
    [
        "DELETE FROM minutes_replacement",
        "UPDATE minutes_replacement SET reason = 'another'",
        (
            "INSERT INTO minutes_replacement (replaced_id, file_id, minutes_id, reason, replaced_at, replaced_by)"
            " SELECT 999, 1000, minutes_id, reason, replaced_at, replaced_by FROM minutes_replacement"
        ),
    ],
)
def test_the_database_keeps_what_was_replaced(context, session, established, mistaken, act):
    replace_proof(context, established, mistaken, right())
    with pytest.raises(DatabaseError, match=r"written once|only a file of signatures"):
        session.execute(text(act))


def test_the_right_file_is_put_in_place_on_a_page(client, sign_in, session, established, mistaken):
    address = f"/minutes/signed/{mistaken.id}"
    base = f"/minutes/assembly/{established.assembly_id}/signatures"
    session.commit()
    client.set_cookie("locale", "en")
    sign_in("staff")
    assert client.get(f"{address}/mistaken").status_code == 404
    assert client.get(base).text.count(f"{address}/replace") == 1, "once for all who signed it"
    page = client.get(f"{address}/replace").text
    assert "Ch. Air (chair)" in page
    once = page.split('name="once"')[1].split('value="')[1].split('"')[0]
    sent = {"once": once, "reason": "It was the lease.", "read": "y"}
    assert client.post(f"{address}/replace", data=sent).status_code == 422
    for _ in "twice":
        answer = client.post(f"{address}/replace", data=sent | {"file": (BytesIO(RIGHT), "signed.pdf")})
        assert answer.location.endswith("#replaced")

    shown = client.get(base).text
    for said in ("lease.pdf", "signed.pdf", "It was the lease."):
        assert said in shown
    assert client.get("/minutes/signatures/1/proof").data == RIGHT
    assert client.get(f"{address}/mistaken").data == MISTAKEN
    assert client.get(f"{address}/replace").location.endswith("#replaced")


def test_there_is_nothing_to_replace_where_no_file_proves(client, sign_in, session, established):
    session.commit()
    sign_in("staff")
    assert client.get("/minutes/signed/1/replace").status_code == 404
