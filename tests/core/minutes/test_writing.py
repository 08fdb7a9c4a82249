"""Minutes are written around protected facts, printed once for good, and signed by the bureau."""

import re
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from collegial.accounts.models import Account
from collegial.accounts.queries import viewer_for
from collegial.accounts.services import close_account, open_account
from collegial.assemblies.models import Assembly, AssemblyState
from collegial.assemblies.queries.meetings import rules_for
from collegial.assemblies.services.attending import check_out
from collegial.assemblies.services.conducting import close_assembly
from collegial.assemblies.services.preparing import convene
from collegial.assemblies.services.questions import answer_question, ask_question
from collegial.calling_off.services import move, put_off
from collegial.files.rules import Upload
from collegial.inviting.services import set_roles
from collegial.journal.models import JournalEntry
from collegial.kernel.errors import Forbidden, Invalid, Missing, Refused
from collegial.minutes import queries, services
from collegial.minutes.attendance import attendance_section
from collegial.minutes.convening import convening_of
from collegial.minutes.decided import decided_in
from collegial.minutes.models import Passage, Signature, SignerRole, SigningWay
from collegial.minutes.resolutions import worded_resolution
from collegial.minutes.services import Signing
from collegial.records.queries import FORMAT, sections_of
from collegial.records.rules import seal_of
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import convened
from collegial.votes.services import close_vote, open_vote

PDF = b"%PDF-1.7\n%signed\n"
SEALED = b"%PDF-1.7\n5 0 obj <</Type /Sig /ByteRange [0 9 99 9]>> endobj\n"
UNSIGNED = b"%PDF-1.7\n%to sign\n"


CHAIR = (SignerRole.CHAIR, "Ch. Air")


def signing(clock, **changes):
    facts = {
        "signers": [CHAIR], "way": SigningWay.PAPER, "signed_on": clock.now().date(),
        "proof": Upload(name="scan.pdf", content=PDF),
    }  # fmt: skip
    return Signing(**(facts | changes))


@pytest.mark.both_databases
def test_a_passage_is_written_again_on_top_of_what_was_seen(context, session, ended):
    services.write_passage(context, ended, "resolution-1", "Une première version.", seen=0)
    services.write_passage(context, ended, "resolution-1", "Une seconde.", seen=1)
    assert queries.passages_of(session, ended.id)["resolution-1"].text == "Une seconde."
    assert session.scalar(select(func.count()).select_from(Passage)) == 2


@pytest.mark.both_databases
def test_what_someone_else_wrote_meanwhile_is_not_lost(context, session, ended):
    services.write_passage(context, ended, "debate", "De l’une.", seen=0)
    with pytest.raises(Refused, match=r"minutes\.written_meanwhile"):
        services.write_passage(context, ended, "debate", "De l’autre.", seen=0)
    assert queries.passages_of(session, ended.id)["debate"].text == "De l’une."


@pytest.mark.parametrize("place", ["resolution-9", "resolution-0", "resolution-x", "", "facts"])
def test_facts_are_no_place_to_write_at(context, ended, place):
    with pytest.raises(Missing):
        services.write_passage(context, ended, place, "Autre chose.", seen=0)


def test_nothing_is_written_once_the_minutes_are_established(context, ended, established):
    with pytest.raises(Refused, match=r"minutes\.established_already"):
        services.write_passage(context, ended, "debate", "Trop tard.", seen=0)


def test_nothing_is_written_before_the_end(context):
    meeting = convened(context, {"A": 1, "B": 1, "C": 1, "D": 1}).assembly
    with pytest.raises(Refused, match=r"minutes\.not_over"):
        services.write_passage(context, meeting, "debate", "Trop tôt.", seen=0)


def test_members_do_not_write(as_role, ended):
    with pytest.raises(Forbidden):
        services.write_passage(as_role("member"), ended, "debate", "Moi.", seen=0)


@pytest.mark.both_databases
def test_a_signature_is_recorded_with_its_proof(context, session, established, clock):
    (signed,) = services.record_signatures(context, established, signing(clock))
    assert signed.file.digest
    left = [role for role, _ in services.missing_signers(context, established)]
    assert left == [SignerRole.SECRETARY, SignerRole.SCRUTINEER, SignerRole.SCRUTINEER]
    with pytest.raises(Refused, match=r"minutes\.signed_already"):
        services.record_signatures(context, established, signing(clock))


@pytest.mark.both_databases
def test_those_who_signed_one_paper_are_recorded_together_or_not_at_all(context, session, established, clock):
    services.record_signatures(context, established, signing(clock))
    bureau = services.signers(established.assembly)
    with pytest.raises(Refused, match=r"minutes\.signed_already"):
        services.record_signatures(context, established, signing(clock, signers=bureau))
    assert services.missing_signers(context, established) == bureau[1:]

    others = services.record_signatures(context, established, signing(clock, signers=bureau[1:]))

    assert services.missing_signers(context, established) == []
    assert len({one.file_id for one in others}) == 1
    events = session.scalars(select(JournalEntry).where(JournalEntry.event == "minutes.signed")).all()
    assert len(events) == len(bureau)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"signers": []}, "signer"),
        ({"signers": [CHAIR, (SignerRole.SCRUTINEER, "Quelqu’un")]}, "signer"),
        ({"signers": [(SignerRole.SECRETARY, "Ch. Air")]}, "signer"),
        ({"proof": Upload(name="scan.txt", content=b"signe")}, "file"),
        ({"proof": Upload(name="scan.pdf", content=b"MZ")}, "file"),
        ({"proof": Upload(name="scan.pdf", content=b"")}, "file"),
    ],
)
def test_a_signature_that_cannot_be_is_refused_at_its_field(
    context, session, established, clock, change, field
):
    with pytest.raises(Invalid) as refusal:
        services.record_signatures(context, established, signing(clock, **change))
    assert refusal.value.field == field
    assert session.scalar(select(func.count()).select_from(Signature)) == 0


@pytest.mark.both_databases
@pytest.mark.parametrize("way", list(SigningWay))
def test_the_print_to_sign_proves_no_signature(context, session, established, clock, way):
    services.keep_print(context, established, UNSIGNED, locale="fr")
    proof = Upload(name="renamed.pdf", content=UNSIGNED)
    with pytest.raises(Invalid, match=r"minutes\.unsigned_print") as refusal:
        services.record_signatures(context, established, signing(clock, way=way, proof=proof))
    assert refusal.value.field == "file"
    assert session.scalar(select(func.count()).select_from(Signature)) == 0
    signed = Upload(name="signed.pdf", content=SEALED)
    services.record_signatures(context, established, signing(clock, way=way, proof=signed))


@pytest.mark.parametrize("content", [PDF, b"\x89PNG\r\n\x1a\n/ByteRange"])
def test_an_electronic_signature_is_inside_a_pdf(context, established, clock, content):
    proof = Upload(name="signed.pdf", content=content)
    with pytest.raises(Invalid, match=r"minutes\.no_signature_inside") as refusal:
        services.record_signatures(
            context, established, signing(clock, way=SigningWay.ELECTRONIC, proof=proof)
        )
    assert refusal.value.field == "file"


@pytest.mark.parametrize("added", [b"", SEALED])
@pytest.mark.parametrize("way", ["paper", "electronic"])
def test_a_copy_in_another_language_proves_no_signature(client, sign_in, session, ended, way, added):
    session.commit()
    base = f"/minutes/assembly/{ended.id}"
    sign_in("staff")
    client.post(base)
    client.set_cookie("locale", "br")
    copy = client.get(f"{base}.pdf").data
    sent = {
        "signer": ["chair:Ch. Air"], "way": way, "signed_on": ended.closed_at.date().isoformat(),
        "file": (BytesIO(copy + added), "a.pdf"), "read": "y",
    }  # fmt: skip
    client.set_cookie("locale", "en")
    answer = client.post(f"{base}/signatures", data=sent)
    assert answer.status_code == 422
    assert "This file is the minutes in another language" in answer.text


@pytest.mark.parametrize("days", [-1, 1])
def test_minutes_are_signed_after_they_are_established_and_not_in_the_future(
    context, established, clock, days
):
    day = clock.now().date() + timedelta(days=days)
    with pytest.raises(Invalid) as refusal:
        services.record_signatures(context, established, signing(clock, signed_on=day))
    assert refusal.value.field == "signed_on"


@pytest.mark.both_databases
@pytest.mark.parametrize("table", ["minutes_passage", "minutes_print", "minutes_signature"])
def test_the_database_keeps_what_was_written_and_signed(context, session, ended, clock, table):
    services.write_passage(context, ended, "debate", "Dit.", seen=0)
    minutes = services.establish_minutes(context, ended)
    services.keep_print(context, minutes, UNSIGNED, locale="fr")
    services.record_signatures(context, minutes, signing(clock))
    session.flush()
    with pytest.raises(DatabaseError, match="written once"):
        session.execute(text(f"DELETE FROM {table}"))


def printed_text(answer):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)


def test_the_secretary_writes_establishes_and_has_them_signed(client, sign_in, session, context, ended):
    session.commit()
    base = f"/minutes/assembly/{ended.id}"
    client.set_cookie("locale", "fr")
    sign_in("staff")
    page = client.get(f"{base}/draft").text
    assert "Du débat." in page
    assert page.count("<span>Modifier<") == 1, "what is written is not changed"
    assert page.count("<span>Écrire ce qui s’est dit<") == 1
    assert "5\u00a0convocations sur 5 ne sont pas parties" in page
    for figures in ("Résolution\xa01\xa0: Votes par collège", "Total", ">5</td>", "1<br>100"):
        assert figures in page, "the draft shows no figures"
    assert client.get(f"{base}/draft.pdf").mimetype == "application/pdf"
    sent = client.post(
        f"{base}/passages/resolution-1", data={"text": "Quelqu’un a demandé pourquoi.", "seen": "0"}
    )
    assert sent.location.endswith("#resolution-1")
    assert "Quelqu’un a demandé pourquoi." in client.get(f"{base}/draft").text
    client.post(base)
    kept = client.get(f"{base}.pdf")
    assert "Quelqu’un a demandé pourquoi" in printed_text(kept).replace("\n", " ")
    assert client.get(f"{base}.pdf").data == kept.data
    assert client.get(f"{base}/passages/debate").status_code == 200
    assert client.post(f"{base}/passages/debate", data={"text": "Non.", "seen": "0"}).status_code == 409
    asked = client.get(f"{base}/signatures").text
    assert "PDF, PNG ou JPEG, 10\xa0Mo au plus." in asked
    assert re.search(rf'name="signed_on"[^>]*value="{context.today}"', asked)
    upload = {
        "signer": ["chair:Ch. Air", "secretary:S. Taire"],
        "way": "paper",
        "file": (BytesIO(PDF), "scan.pdf"),
        "read": "y",
    }
    day = {"signed_on": ended.closed_at.date().isoformat()}
    unsigned = client.post(f"{base}/signatures", data=upload | day | {"file": (BytesIO(kept.data), "a.pdf")})
    assert unsigned.status_code == 422
    assert "ne porte aucune signature" in unsigned.text
    unread = {**upload, **day, "read": "", "file": (BytesIO(PDF), "scan.pdf")}
    assert client.post(f"{base}/signatures", data=unread).status_code == 422
    assert client.get(f"{base}/signatures").text.count("/proof") == 0
    assert client.post(f"{base}/signatures", data=upload | day).status_code == 302
    shown = client.get(f"{base}/signatures").text
    assert shown.count("/proof") == 2
    proof = client.get("/minutes/signatures/1/proof")
    assert (proof.data, proof.headers["Content-Disposition"].split(";")[0]) == (PDF, "attachment")


def test_the_print_to_sign_has_its_fingerprint_in_every_language(client, sign_in, session, ended):
    session.commit()
    base = f"/minutes/assembly/{ended.id}"
    sign_in("staff")
    client.post(base)
    for locale, french in (("fr", "français"), ("en", "French"), ("br", "galleg")):
        client.set_cookie("locale", locale)
        page = client.get(f"{base}/signatures").text
        link = re.search(rf'href="([^"]+\.pdf)"[^>]*>(?:(?!</a>).)*PDF, {french}\)', page, re.DOTALL)
        assert sha256(client.get(link[1]).data).hexdigest() in page


def test_who_signs_twice_is_named_once_with_what_they_sign_as(client, sign_in, session, ended):
    ended.scrutineers = "Nolwenn; S. Taire"
    session.commit()
    base = f"/minutes/assembly/{ended.id}"
    client.set_cookie("locale", "en")
    sign_in("staff")
    client.post(base)
    page = client.get(f"{base}/signatures").text
    assert "4 signatures are missing" in page
    assert "Ch. Air (chair), S. Taire (secretary and scrutineer) and Nolwenn (scrutineer)" in page


def test_a_conflict_shows_both_texts(client, sign_in, session, context, ended):
    services.write_passage(context, ended, "debate", "Le texte de l’autre.", seen=0)
    session.commit()
    sign_in("staff")
    answer = client.post(
        f"/minutes/assembly/{ended.id}/passages/debate", data={"text": "Le mien.", "seen": "0"}
    )
    assert answer.status_code == 409
    assert "Le mien." in answer.text
    assert "Le texte de l’autre." in answer.text
    assert 'value="1"' in answer.text  # the next save starts from what is now shown


@pytest.mark.parametrize("path", ["/draft", "/draft.pdf", "/passages/debate", "/signatures"])
def test_members_read_the_minutes_and_do_not_prepare_them(client, sign_in, session, ended, path):
    session.commit()
    sign_in("member")
    assert client.get(f"/minutes/assembly/{ended.id}{path}").status_code == 403


def test_before_the_opening_there_is_nothing_to_write(client, sign_in, session, ended):
    ended.state, ended.opened_at, ended.closed_at = AssemblyState.CONVENED, None, None
    session.commit()
    sign_in("staff")
    answers = [
        client.get(f"/minutes/assembly/{ended.id}{path}").status_code for path in ("/draft", "/draft.pdf")
    ]
    assert answers == [404, 404]


def test_the_minutes_carry_the_fingerprint_of_the_record(session, context, established):
    facts = queries.facts_of(session, established, None, "Europe/Paris", "")
    assert facts.fingerprints.record == seal_of(
        FORMAT, sections_of(session, established.assembly, "Europe/Paris")
    )


def test_who_came_and_left_and_the_quorum_of_each_vote_are_told(session, context, clock, in_english):
    world = convened(context, {"A": 4})
    first, gone, late, _ = world.entries["A"]
    world.arrive(first, gone)
    world.open()
    clock.move(minutes=5)
    world.arrive(late)
    close_vote(context, open_vote(context, world.assembly, world.assembly.resolutions[:1]).id)
    clock.move(minutes=5)
    check_out(context, gone)
    clock.move(minutes=5)
    close_assembly(context, world.assembly)

    facts = queries.facts_of(session, queries.draft_of(session, world.assembly), None, "Europe/Paris", "")

    assert (facts.came_later, facts.left_early) == (1, 1)
    assert sum(one.attending for one in facts.attendance) == 2
    assert [one.quorum.count for one in facts.resolutions] == [3]
    assert [one.split(";")[0] for one in attendance_section(facts, in_english)["moves"]] == [
        "1 person came after the opening",
        "1 person left before the closing",
    ]
    (resolution,) = facts.resolutions
    assert worded_resolution(resolution, in_english)["rules"][-1]["value"].endswith("with 3 attending.")


def test_what_became_of_resolutions_is_told_in_the_order_of_their_numbers(app, context, session):
    world = convened(context, {"A": 4}, kinds=(DecisionKind.ORDINARY,) * 3)
    everyone = world.entries["A"]
    world.arrive(*everyone)
    world.open()
    for asked in ([1, 2], [0]):
        vote = open_vote(context, world.assembly, [world.assembly.resolutions[one] for one in asked])
        close_vote(context, vote.id)

    with app.test_request_context():
        told = [one.params["number"] for one in decided_in(session, world.assembly)]
    assert told == [1, 2, 3]


def test_a_resolution_that_was_not_put_to_the_vote_is_told_with_the_others(app, context, session):
    world = convened(context, {"A": 4}, kinds=(DecisionKind.ORDINARY,) * 3)
    everyone = world.entries["A"]
    world.arrive(*everyone)
    world.open()
    vote = open_vote(context, world.assembly, [world.assembly.resolutions[one] for one in (0, 2)])
    close_vote(context, vote.id)
    close_assembly(context, world.assembly)
    session.flush()

    with app.test_request_context():
        told = [str(one) for one in decided_in(session, world.assembly)]
    assert len(told) == 3
    assert told[1] == f"Resolution 2, {world.assembly.resolutions[1].title}: not put to the vote."


@pytest.mark.both_databases
def test_nothing_is_written_into_minutes_that_are_being_established(program, session, ended, at_once):
    number = ended.id
    session.commit()

    def establish(context):
        services.establish_minutes(context, context.session.get_one(Assembly, number))

    def write(context):
        services.write_passage(context, context.session.get_one(Assembly, number), "debate", "Après.", seen=0)

    assert at_once(establish, write) == ("done", "minutes.established_already")
    with program.database.reading() as reading:
        assert queries.passages_of(reading, number) == {}


@pytest.mark.both_databases
def test_the_minutes_tell_each_change_of_hour_or_place_and_what_was_called_off(context, session):
    old = convened(context, {"A": 2, "B": 1}).assembly
    soon = {"online_address": None, "reason": "Fuite d’eau."}
    later = old.starts_at + timedelta(hours=1)
    move(context, old, starts_at=later, place="Halle", **soon)
    move(context, old, starts_at=later, place="Mairie", **soon)
    rules = rules_for(session, old, context.zone)

    moves = convening_of(session, old, rules, context.zone, "").moves
    assert [(one.before[1], one.after[1]) for one in moves] == [("Rennes", "Halle"), ("Halle", "Mairie")]
    assert (moves[0].before[0], moves[1].before[0]) == (later - timedelta(hours=1), later)

    new = put_off(context, old, reason="Plus de salle.", starts_at=later + timedelta(days=40))
    convene(context, new)
    assert convening_of(session, new, rules, context.zone, "").replaces_on == later.date()


@pytest.mark.both_databases
@pytest.mark.parametrize("lost", ["role", "account"])
def test_nobody_signs_after_the_line_that_takes_the_right(
    context, session, program, established, clock, lost
):
    account = open_account(context, email="hand@example.org", actor_id=None, roles=["staff", "member"])
    session.commit()
    hand = replace(context, by=viewer_for(session, account, program.registry))
    session.commit()
    with program.database.unit_of_work() as other:
        again = program.context(other, context.by)
        if lost == "role":
            set_roles(again, other.get_one(Account, account.id), ["member"])
        else:
            close_account(again, other.get_one(Account, account.id))

    with pytest.raises(Forbidden) as refusal:
        services.record_signatures(hand, established, signing(clock))

    session.rollback()
    assert refusal.value.code == "journal.rights_lost"
    assert session.scalar(select(func.count()).select_from(Signature)) == 0


@pytest.mark.both_databases
def test_whoever_closes_their_own_account_still_stands(context, session, program):
    account = open_account(context, email="hand@example.org", actor_id=None, roles=["administrator"])
    session.commit()
    close_account(replace(context, by=viewer_for(session, account, program.registry)), account)
    session.commit()
    assert not account.active


def test_minutes_give_the_written_questions_and_what_is_answered_later_changes_them_no_more(
    context, session, clock, client, sign_in, as_role
):
    world = convened(context, {"A": 2})
    entry = world.entries["A"][0]
    asked = [ask_question(world.member(entry), entry, text) for text in ("Un ?", "Deux ?", "Trois ?")]
    answer_question(as_role("staff"), asked[0], "Avant.")
    world.open()
    clock.move(minutes=5)
    close_assembly(context, world.assembly, debate="")
    clock.move(minutes=5)
    answer_question(as_role("staff"), asked[1], "Après.")
    minutes = services.establish_minutes(context, world.assembly)
    clock.move(minutes=5)
    answer_question(as_role("staff"), asked[2], "Trop tard.")

    told = queries.facts_of(session, minutes, None, "Europe/Paris", "").questions
    assert [(one.text, one.answer, bool(one.later_on)) for one in told] == [
        ("Un ?", "Avant.", False), ("Deux ?", "Après.", True), ("Trois ?", None, False),
    ]  # fmt: skip
    session.commit()
    sign_in("staff")
    page = client.get(f"/minutes/assembly/{world.assembly.id}/draft").text
    assert "Avant." in page
    assert "Trop tard." not in page


def logos_in(answer):
    reader = PdfReader(BytesIO(answer.data))
    found = (reader.get_object(number) for number in range(1, reader.trailer["/Size"]))
    return [one["/Alt"] for one in found if isinstance(one, dict) and one.get("/Alt", "").startswith("Logo")]


def test_a_new_logo_stands_on_new_papers_and_changes_no_print_that_is_kept(client, sign_in, session, ended):
    session.commit()
    base = f"/minutes/assembly/{ended.id}"
    client.set_cookie("locale", "fr")
    sign_in("staff")
    client.post(base)
    kept = client.get(f"{base}.pdf").data

    sign_in("administrator")
    picture = client.get("/icon.png").data
    sent = {"accent": "", "act": "set", "logo": (BytesIO(picture), "logo.png")}
    assert client.post("/site/look", data=sent).status_code == 302

    sign_in("staff")
    assert client.get(f"{base}.pdf").data == kept
    assert client.get(f"{base}/signatures/print.pdf").data == kept
    sheet = client.get(f"/assemblies/{ended.id}/attendance.pdf")
    client.set_cookie("locale", "en")
    papers = [sheet, client.get(f"{base}.pdf"), client.get(f"{base}/draft.pdf")]
    assert [len(logos_in(one)) for one in papers] == [1, 1, 1]
