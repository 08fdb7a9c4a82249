"""A letter says how one votes before one votes: who elects, what a tie means, whom the board backs, where forms go."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import current_app
from pypdf import PdfReader
from sqlalchemy import delete, func, select

from collegial.actors.models import Actor
from collegial.assemblies.models import AssemblyKind, AssemblyState, Invitation
from collegial.assemblies.services.preparing import add_item, add_resolution, convene, prepare_assembly
from collegial.assemblies.services.voting import NewOption, NewVoting, choose_voting
from collegial.hooks.voting import TieRule
from collegial.kernel.outbox import OutboxMessage
from collegial.membership.models import Member
from collegial.statutes.rules import DecisionKind
from collegial.testing.factories import found, statutes_document

OFFICE = "1 rue des Essais, 35000 Rennes"


@pytest.fixture
def meeting(context, session, clock):
    """Convene for a text, and an election in which the board backs one candidate of two."""
    found(context, {"A": 2, "B": 1, "C": 1, "D": 1}, statutes_document(
        correspondence={"paper_days": 3, "online_hour": 15, "on_arrival": "bound"}
    ))  # fmt: skip
    first = session.scalars(select(Actor).order_by(Actor.id)).first()
    first.email = "un@example.org"
    one = prepare_assembly(
        context, kind=AssemblyKind.ORDINARY, title="Assemblée d’essai",
        starts_at=clock.now() + timedelta(days=21), place="Rennes",
    )  # fmt: skip
    item = add_item(context, one, title="Un point")
    texts = [
        add_resolution(context, one, title=title, text="Le texte.", kind=DecisionKind.ORDINARY, item=item)
        for title in ("Un choix", "Un siège")
    ]
    names = [NewOption(name="Ada", statement="Je veux bien."), NewOption(name="Bob", is_backed=True)]
    new = NewVoting(method="core.plurality", options=names, ties=TieRule.LISTED)
    choose_voting(context, texts[1], new)
    convene(context, one)
    session.commit()
    return one


def sent(program, app):
    with app.test_request_context():
        program.drain()
        mail = current_app.extensions["mailman"].outbox[0]
    pages = PdfReader(BytesIO(mail.attachments[0][1])).pages
    letter = " ".join(" ".join(page.extract_text().split()) for page in pages)
    return [plain(mail.body), plain(letter)]


def plain(written):
    return written.replace("\u202f", " ").replace("\u00a0", " ")


def test_mail_and_letter_say_how_each_resolution_is_voted(program, app, meeting):
    for printed in sent(program, app):
        for said in (
            "Soutenue par le conseil",
            "Adoptée par plus de 1/2 des suffrages exprimés.",
            "S’abstenir ou voter blanc ne compte ni pour ni contre.",
            "Chaque votant coche autant de noms qu’il y a de sièges, ou moins",
            "1 siège à pourvoir.",
            "Élection par tous les sociétaires ensemble, une voix chacun.",
            "Si une égalité demeure, la première personne de la liste est élue.",
            "Le conseil soutient Bob.",
        ):
            assert said in printed, said


def test_the_mail_says_where_the_words_are_and_until_when_one_votes_by_correspondence(program, app, meeting):
    mail, _ = sent(program, app)

    assert (
        "Le texte des résolutions est dans la lettre jointe, et sur votre page personnelle : http"
        in " ".join(mail.split())
    )
    assert "Dernier jour de réception : vendredi 11 décembre 2026." in mail
    assert "Vous pouvez voter par correspondance sur votre page personnelle, jusqu’au" in mail


def test_the_page_says_whom_the_board_backs_too(client, sign_in, meeting):
    sign_in("member")
    assert "The board backs Bob." in client.get(f"/assemblies/{meeting.id}").text


def test_forms_on_paper_say_where_they_go_and_until_when_and_have_a_blank_vote(program, app, meeting):
    _, letter = sent(program, app)

    assert (
        f"Par la poste : {program.settings.pays.name}, {OFFICE}. Il doit y être au plus tard le samedi 12 décembre"
        in letter
    )
    assert (
        f"À renvoyer à : {program.settings.pays.name}, {OFFICE}. Ce formulaire compte s’il est reçu" in letter
    )
    assert "Résolution Pour Contre Abst. Vote blanc 1. Un choix ☐ ☐ ☐ ☐" in letter
    assert f"Siège {OFFICE}" in letter


@pytest.mark.own_app
def test_an_address_that_is_missing_is_told_before_convening_and_no_form_names_one(
    program, app, client, sign_in, meeting, session
):
    object.__setattr__(program.settings.pays, "address", "")
    meeting.state = AssemblyState.DRAFT
    session.commit()
    sign_in("staff")

    assert "write it at “pays.address”" in client.get(f"/assemblies/{meeting.id}/check").text
    _, letter = sent(program, app)
    assert "Par la poste" not in letter
    assert "Ce formulaire compte s’il est reçu" in letter


def draft(meeting, session):
    meeting.state, meeting.convened_at = AssemblyState.DRAFT, None
    session.execute(delete(OutboxMessage))
    session.commit()


def test_the_letter_is_looked_at_before_it_leaves_and_nothing_is_written(client, sign_in, session, meeting):
    draft(meeting, session)
    before = session.scalar(select(func.count(Invitation.id)))
    member = session.scalars(select(Member.id).order_by(Member.number)).first()
    session.rollback()
    sign_in("staff")

    assert f"/convocations/assembly/{meeting.id}/sample" in client.get(f"/assemblies/{meeting.id}/check").text
    page = client.get(f"/convocations/assembly/{meeting.id}/sample?q=Membre+A").text
    assert "Leaves by e-mail to un@example.org" in page
    assert "Le conseil soutient Bob." in page
    letter = client.get(f"/convocations/assembly/{meeting.id}/sample/{member}.pdf")
    first = PdfReader(BytesIO(letter.data)).pages[0].extract_text()
    assert "Non envoyée" in first
    assert "Membre A 0001" in first
    assert session.scalar(select(func.count(Invitation.id))) == before
    assert session.scalars(select(OutboxMessage)).all() == []


def test_a_letter_by_post_and_nobody_found_are_said(client, sign_in, session, meeting):
    draft(meeting, session)
    sign_in("staff")
    page = f"/convocations/assembly/{meeting.id}/sample"

    assert "Goes by post" in client.get(f"{page}?q=3").text
    assert "Nobody found" in client.get(f"{page}?q=Personne").text
    assert client.get(f"{page}/999999.pdf").status_code == 404


def test_what_left_is_not_shown_as_a_sample(client, sign_in, meeting):
    sign_in("staff")
    for path in ("sample", "sample/1.pdf"):
        answer = client.get(f"/convocations/assembly/{meeting.id}/{path}")
        assert answer.location == f"/convocations/assembly/{meeting.id}"


def test_members_look_at_no_letter_of_others(client, sign_in, meeting):
    sign_in("member")
    for path in ("sample", "sample/1.pdf"):
        assert client.get(f"/convocations/assembly/{meeting.id}/{path}").status_code == 403
