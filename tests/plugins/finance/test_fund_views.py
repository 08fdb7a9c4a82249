"""An experiment fund on its pages: who sees what, and what was typed wrong stays at its field."""

import io
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from collegial.plugin import Actor, GroupAnswer
from collegial_finance.fund.mailing import send_decided, send_received
from collegial_finance.fund.models import CallCriterion, ProjectCall
from collegial_finance.fund.rules import ApplicationState


@pytest.fixture
def made(experiment, session):
    session.commit()
    return experiment


def once(page):
    return re.search(r'name="once"[^>]*value="([^"]+)"', page.text)[1]


def send(client, path, **facts):
    return client.post(path, data=facts | {"once": once(client.get(path))})


HOME = "/finance/experiments"


def test_an_amendment_is_shown_with_what_stood_before(client, sign_in, made):
    sign_in("staff")
    place = f"{HOME}/conventions/1/amend"
    assert 'value="1,500"' in client.get(place).text
    told = {"ends_on": "2028-01-31", "signed_on": "2026-11-20", "reason": "Budget voté"}
    refused = send(client, place, amount="12", **told)
    assert (refused.status_code, "has already come in" in refused.text) == (422, True)
    assert send(client, place, amount="1 200", **told).status_code == 302
    page = client.get(f"{HOME}/funds/1").text
    assert "€1,200.00" in page
    assert "€1,500.00 until 31 December 2027 before" in page


def test_a_fund_shows_where_each_figure_comes_from(client, sign_in, made):
    sign_in("staff")
    page = client.get(f"{HOME}/funds/1").text
    for fact in (
        "€1,000.00",
        "€500.00",
        "/finance/ledger/1",
        "/finance/ledger/2",
        "source=experiment:1",
        "4674",
    ):
        assert fact in page
    assert "The fund and the books differ" not in page
    send(client, "/finance/ledger/2/reverse", on="2026-11-23", reason="Erreur de saisie")
    assert "The fund and the books differ" in client.get(f"{HOME}/funds/1").text


def test_what_is_wrong_stands_at_its_field_and_is_kept(client, sign_in, made, session):
    sign_in("staff", "administrator")
    convention = {
        "contributor_id": made.actors["bank"], "kind": "private", "starts_on": "2026-01-01",
        "ends_on": "2026-12-31", "earmark": "Déchets",
    }  # fmt: skip
    call = {
        "title": "Essais", "text": "Essayez", "opens_on": "2026-11-01", "closes_on": "2026-12-31",
        "envelope": "100", "most": "50", "criteria-0-label": "Usage", "criteria-0-weight": "2",
        "criteria-0-meaning": "Qui ?",
    }  # fmt: skip
    application = {
        "applicant_id": made.actors["cannery"],
        "title": "Un four",
        "summary": "x",
        "budget": "900",
    }
    for path, facts, status, message in (
        ("funds/1/conventions", convention | {"amount": "-100"}, 422, "an amount cannot be below zero"),
        ("funds/1/conventions", convention | {"amount": "100 USD"}, 422, "is not an amount of money"),
        ("funds/1/conventions", convention | {"amount": "0"}, 422, "above zero"),
        ("funds/1/conventions", convention | {"amount": "1", "ends_on": "2025-01-01"}, 422, "before it starts"),
        ("conventions/1/receive", {"amount": "500,01"}, 409, "left to be paid in"),
        ("funds/1/calls", call | {"criteria-0-label": " "}, 422, "Give it a name"),
        ("funds/1/calls", call | {"criteria-0-weight": "11"}, 422, "Choose"),
        ("funds/1/calls", call | {"criteria-0-label": "", "criteria-0-meaning": ""}, 422, "one criterion at least"),
        ("funds/1/calls", call | {"criteria-1-label": "usage", "criteria-1-weight": "1"}, 422, "a name of its own"),
        ("funds/1/calls", call | {"most": "101"}, 422, "no more than the whole call"),
        ("calls/1/apply", application | {"asked": "900,01"}, 422, "at most"),
        ("calls/1/apply", application | {"asked": "-5"}, 422, "an amount cannot be below zero"),
        ("funds/new", {"name": "Fonds", "purpose": "x", "committee_id": "1"}, 409, "already has this name"),
    ):  # fmt: skip
        answer = send(client, f"{HOME}/{path}", **facts)
        assert (path, answer.status_code, message in answer.text) == (path, status, True), facts
        assert all(value in answer.text for value in (facts.get("earmark"), facts.get("title")) if value)
    unnamed = call | {"criteria-0-label": "", "criteria-0-meaning": ""}
    assert 'id="criteria-0-label-error"' in send(client, f"{HOME}/funds/1/calls", **unnamed).text
    session.rollback()
    assert made.standing == (50_000, 100_000, 0, 0)
    session.rollback()
    in_time = {"once": once(client.get(f"{HOME}/calls/1/apply"))}
    made.clock.move(days=1)
    late = client.post(f"{HOME}/calls/1/apply", data=application | in_time | {"asked": "100"})
    assert (late.status_code, "no longer takes applications" in late.text, "Un four" in late.text) == (
        409, True, True,
    )  # fmt: skip


def test_a_call_beyond_what_is_there_is_asked_about_at_its_form(client, sign_in, made, session):
    sign_in("staff")
    made.clock.move(days=1)  # the first call closed without an application: it takes nothing more
    place = f"{HOME}/funds/1/calls"
    told = client.get(place).text
    assert "€1,000.00 is there for a new call now, of €1,000.00 received; €500.00 more is promised." in told
    assert "wait for money" not in told, "the box stands there once it is asked for"
    facts = {
        "title": "Graines", "text": "Essayez", "opens_on": "2026-11-01", "closes_on": "2026-12-31",
        "most": "50", "criteria-0-label": "Usage", "criteria-0-weight": "1",
    }  # fmt: skip
    asked = send(client, place, **facts, envelope="1 000.01")
    assert (asked.status_code, 'href="#may_wait"' in asked.text) == (409, True)
    assert "The call offers €1,000.01, and €1,000.00 is there for it now." in asked.text
    assert send(client, place, **facts, envelope="1 000").status_code == 302
    assert "€0.00 is there for a new call now" in client.get(place).text, (
        "the one that is open may take it all"
    )
    assert send(client, place, **facts, envelope="1 000", may_wait="y").status_code == 302


def test_the_form_of_a_vote_says_what_can_still_be_committed(client, sign_in, made, session):
    application = made.apply()
    made.clock.move(days=1)
    session.commit()
    sign_in("staff")
    page = client.get(f"{HOME}/applications/{application.id}/vote").text
    assert "The fund can still commit €1,000.00 to this call." in page


def test_criteria_are_rows_and_room_for_more_comes_without_a_script(client, sign_in, made, session):
    sign_in("staff")
    place = f"{HOME}/funds/1/calls"
    facts = {
        "title": "Graines", "text": "Essayez", "opens_on": "2026-11-01", "closes_on": "2026-12-31",
        "envelope": "100", "most": "50", "criteria-0-label": "Usage", "criteria-0-weight": "3",
        "criteria-0-meaning": "Qui y gagne ?", "criteria-1-label": "Nouveauté", "criteria-1-weight": "1",
    }  # fmt: skip
    wider = send(client, place, **facts, more="1")
    assert (wider.status_code, wider.text.count("Criterion "), "Qui y gagne ?" in wider.text) == (
        200,
        6,
        True,
    )
    assert send(client, place, **facts, may_wait="y").status_code == 302
    criteria = session.scalars(select(CallCriterion).join(ProjectCall).where(ProjectCall.title == "Graines"))
    assert [(one.label, one.weight, one.meaning) for one in criteria] == [
        ("Usage", 3, "Qui y gagne ?"), ("Nouveauté", 1, ""),
    ]  # fmt: skip


def test_applicants_and_the_committee_read_what_is_theirs(client, sign_in, made, session):
    application = made.apply()
    made.score(application, made.members[0])
    file_id = application.files[0].file_id
    session.commit()
    page = f"{HOME}/applications/{application.id}"
    sign_in("member")
    assert client.get(page).status_code == 404
    assert client.get(f"{HOME}/calls/1").status_code == 200

    sign_in("member", actor_id=made.voice())
    own = client.get(page).text
    assert "facture.pdf" in own
    assert "Bien" not in own, "an applicant does not read the reviews"
    file = client.get(f"{page}/files/{file_id}")
    assert file.headers["Content-Disposition"].startswith("attachment")

    bran = made.members[1]
    sign_in(actor_id=bran.id)
    assert f"/review/{bran.id}" in client.get("/").text
    form = f"{page}/review/{bran.id}"
    told = client.get(form).text.partition("<main")[2]
    assert ("Un four</p>" in told, f'href="{page}"' in told.partition('id="project"')[2]) == (True, True)
    first, second = made.call.criteria
    assert client.post(form, data={f"criterion_{first.id}": "4"}).status_code == 422
    assert (
        client.post(form, data={f"criterion_{first.id}": "6", f"criterion_{second.id}": "1"}).status_code
        == 422
    )
    assert (
        client.post(form, data={f"criterion_{first.id}": "4", f"criterion_{second.id}": "1"}).status_code
        == 302
    )
    scored = client.get(page).text
    assert ("Bran gave 3.25 out of 5" in scored, "Score as Bran" in scored, "Change the scores" in scored) == (
        True, False, True,
    )  # fmt: skip
    assert send(client, f"{page}/conflict/{bran.id}", reason="Voisin du four").status_code == 302
    refused = client.post(form, data={f"criterion_{first.id}": "4", f"criterion_{second.id}": "1"})
    assert (refused.status_code, "neither scores nor votes" in refused.text) == (403, True)
    assert client.get(f"{page}/review/{made.members[2].id}").status_code == 403


def test_the_way_to_an_open_vote_stands_out_for_the_committee_alone(client, sign_in, made, session):
    application = made.apply()
    made.clock.move(days=1)
    vote = made.put_to_vote(application, 80_000)
    session.commit()
    page = f"{HOME}/applications/{application.id}"
    way = f'<a class="button button-primary" href="/group-votes/{vote.id}"'

    sign_in(actor_id=made.members[0].id)
    assert way in client.get(page).text
    voting = client.get(f"/group-votes/{vote.id}").text
    assert "Un four</p>" in voting, "who votes reads what the project says of itself"
    assert f'href="{vote.page}"' in voting.partition('id="answer"')[2].partition("</form")[0]

    sign_in("member", actor_id=made.voice())
    assert f"/group-votes/{vote.id}" not in client.get(page).text


def test_who_applied_withdraws_and_who_only_reads_is_not_even_asked(client, sign_in, made, session):
    application, judge = made.apply(), made.members[1].id
    page = f"{HOME}/applications/{application.id}/withdraw"
    session.commit()
    sign_in(actor_id=judge)
    assert client.get(page).status_code == 403
    sign_in("member", actor_id=made.voice())
    sure = client.get(page)
    assert "This cannot be undone" in sure.text
    pressed_twice = {"once": once(sure)}
    assert [client.post(page, data=pressed_twice).status_code for _ in range(2)] == [302, 302]
    session.refresh(application)
    assert application.state is ApplicationState.WITHDRAWN


def test_what_an_agreement_lacks_is_told_with_its_instalment(client, sign_in, made, session):
    application = made.decided()
    session.commit()
    sign_in("staff")
    place = f"{HOME}/applications/{application.id}/agreement"
    page = client.get(place).text
    marks = re.findall(
        r"Paid on what condition(?:<span class=\"optional\"> \(([^)]+)\)</span>)?</label>", page
    )
    assert marks == ["", *["required with an amount"] * 3]
    refused = send(
        client, place, starts_on="2026-11-24", ends_on="2027-11-24", duties="Essayer", amount_1="500",
        due_on_1="2026-11-24", condition_1="Signature", amount_2="300", condition_3="Facture",
    )  # fmt: skip
    told = re.findall(r'href="#(\w+)">([^<]+)</a>[^:]*: ([^<]+?)\s*</li>', refused.text)
    assert (refused.status_code, told) == (
        422,
        [
            ("due_on_2", "Instalment 2: Due on", "This answer is needed."),
            ("condition_2", "Instalment 2: Paid on what condition", "This answer is needed."),
            (
                "amount_3",
                "Instalment 3: Amount, in euros",
                "Give it an amount, or empty the instalment to leave it out.",
            ),
        ],
    )
    early = send(
        client, place, starts_on="2026-11-24", ends_on="2027-11-24", duties="Essayer", amount_1="800",
        due_on_1="2026-11-23", condition_1="Signature",
    )  # fmt: skip
    assert (early.status_code, 'id="due_on_1-error"' in early.text) == (422, True)
    assert "on the first day of the agreement or later" in early.text


def test_the_agreement_is_printed_for_its_structure_and_evidence_is_handed_in(
    app, client, sign_in, made, session, context
):
    application = made.agreed()
    session.get(Actor, made.actors["cannery"]).locale = "br"  # it reads Breton, whoever prints
    session.commit()
    page = f"{HOME}/applications/{application.id}"
    sign_in("member")
    assert client.get("/documents/finance.agreement/1.pdf").status_code == 404

    sign_in("member", actor_id=made.voice())
    printed = client.get("/documents/finance.agreement/1.pdf")
    text = " ".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(printed.data)).pages).split())
    for fact in ("Le four", "800,00 €", "300,00 €", "Essayer et raconter", "Cannery", "En holl"):
        assert fact in text
    evidence = f"{page}/instalments/2/evidence"
    wrong = send(client, evidence, file=(io.BytesIO(b"MZ"), "virus.exe"))
    assert (wrong.status_code, "Files of this kind are not kept" in wrong.text) == (422, True)
    proof = (io.BytesIO(made.proof.content), "facture.pdf")
    assert send(client, evidence, file=proof, note="Le four").status_code == 302
    for act in ("pay", "approve"):
        assert client.get(f"{page}/instalments/2/{act}").status_code == 403
    sign_in("chair")
    assert send(client, f"{page}/instalments/2/approve", note="Vu").status_code == 302
    assert "Approved" in client.get(page).text

    with app.test_request_context():
        made.context.session.get(
            type(application.applicant), made.actors["cannery"]
        ).email = "four@example.org"
        send_received(context, {"application": application.id})
        send_decided(context, {"application": application.id})
    letters = app.extensions["mailman"].outbox
    assert [f"applications/{application.id}" in one.body for one in letters] == [True, True]
    assert "800" in letters[1].body


def test_an_instalment_offers_only_what_may_be_done_and_says_who_does_the_rest(
    client, sign_in, made, session
):
    application = made.decided()
    made.agree(application, 50_000, 30_000)
    session.commit()
    page = f"{HOME}/applications/{application.id}"
    first, second = (f"{page}/instalments/{place}" for place in (1, 2))
    sign_in("staff")
    unsigned = client.get(page).text
    assert "Nothing is paid before both sides have signed" in unsigned
    assert f"{first}/pay" not in unsigned
    assert "Nothing is paid before both sides have signed" in client.get(f"{first}/pay").text

    assert send(client, f"{page}/sign", on="2026-11-24").status_code == 302
    signed = client.get(page).text
    assert (f"{first}/pay" in signed, f"{second}/pay" in signed, f"{second}/evidence" in signed) == (
        True, False, True,
    )  # fmt: skip
    proof = (io.BytesIO(made.proof.content), "facture.pdf")
    assert send(client, f"{second}/evidence", file=proof).status_code == 302
    given = client.get(page).text
    assert (f"{second}/approve" in given, f"{second}/pay" in given) == (False, False)
    assert "You handed this evidence in" in given
    for act, why in (
        ("approve", "You handed this evidence in"),
        ("pay", "The evidence waits for its approval"),
    ):
        over = client.get(f"{second}/{act}").text
        assert (why in over, 'name="once"' in over) == (True, False)

    sign_in("chair")
    asked = client.get(f"{second}/approve").text
    assert "facture.pdf" in asked, "what is approved is named"
    assert ("Un four</p>" in asked, f'href="{page}#agreement"' in asked) == (True, True)
    theirs = client.get(page).text
    assert (f"{second}/approve" in theirs, f"{second}/pay" in theirs) == (True, False)
    assert send(client, f"{second}/approve", note="Vu").status_code == 302
    sign_in("staff")
    assert f"{second}/pay" in client.get(page).text
    assert 'value="300"' in client.get(f"{second}/pay").text, "the whole instalment is there to be paid"


def test_a_report_is_named_in_the_list_as_what_it_is(client, sign_in, made, session):
    application = made.agreed()
    session.commit()
    page = f"{HOME}/applications/{application.id}"
    sign_in("staff")

    assert (
        send(client, f"{page}/report", kind="final", text="Le four chauffe", spent="500").status_code == 302
    )

    shown = client.get(page).text
    assert "Final report, " in shown
    assert "it ends the agreement" not in shown, "that is said where the kind is chosen"


def test_the_fund_is_read_by_other_programs_searched_and_taken_away(client, sign_in, made, session):
    application = made.decided(said=GroupAnswer.FOR)
    session.commit()
    assert application.state is ApplicationState.ACCEPTED
    sign_in("staff")
    assert "Le four" in client.get("/search/?q=four").text
    for key in ("conventions", "applications", "instalments"):
        assert client.get(f"/lists/finance.experiment_{key}.csv").status_code == 200


def test_a_draft_is_drawn_up_anew_on_its_page(client, sign_in, made, session):
    found = made.decided()
    made.agree(found, 50_000, 30_000)
    here = f"{HOME}/applications/{found.id}"
    session.commit()
    sign_in("staff")
    page = client.get(f"{here}/redraw").text
    for written in ('value="500"', 'value="300"', "Sur facture", "Essayer et raconter"):
        assert written in page
    facts = {
        "starts_on": "2026-11-24", "ends_on": "2027-12-31", "duties": "Raconter mieux", "amount_1": "800",
        "due_on_1": "2026-11-24", "condition_1": "Sur facture", "evidence_1": "yes", "reason": "Une seule fois",
    }  # fmt: skip
    facts |= {f"{name}_2": "" for name in ("amount", "due_on", "condition")}
    facts |= {f"evidence_{line}": "yes" for line in (2, 3, 4)}
    answer = send(client, f"{here}/redraw", **facts)
    assert answer.status_code == 302, answer.text
    page = client.get(here).text
    before = page.partition("What the draft said until")[2].partition("</details>")[0]
    for written in ("€500.00", "€300.00", "Essayer et raconter", "Une seule fois"):
        assert written in before
    send(client, f"{here}/sign", on=str(made.clock.now().date()))
    assert f"{here}/redraw" not in client.get(here).text
    late = client.get(f"{here}/redraw").text
    assert ("already signed" in late, f'action="{here}' in late) == (True, False)
