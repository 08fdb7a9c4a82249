import re
from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Representative
from collegial.testing.conformance import check_plugin
from collegial_partners import plugin, services
from collegial_partners.links import path_of
from collegial_partners.models import PartnerProtocol, ProtocolForm, Referral, ReferralHolder
from collegial_partners.rules import IndicatorMeasure

HOLDER = {
    "name": "Malo Tanguy", "contact": "06 00 00 00 00", "need": "Un prêt", "project": "creation",
    "consent": "oral", "has_consented": "y",
}  # fmt: skip


def test_a_signature_without_a_mandate_is_asked_about_once(client, world, sign_in, program, facts):
    with program.database.unit_of_work() as session:
        gone = Representative(
            organisation_id=world["cci"],
            person_id=world["person"],
            starts_on=date(2025, 1, 1),
            ends_on=date(2025, 7, 1),
        )
        session.add(gone)
        context = program.context(session, program_viewer("test"))
        protocol = services.draw_protocol(context, form=ProtocolForm.COOPERATION, facts=facts)
        services.add_party(context, protocol_id=protocol.id, actor_id=world["cci"])
        services.add_indicator(
            context, protocol_id=protocol.id, label="Orientés", measure=IndicatorMeasure.REFERRALS, target=3
        )
    sign_in("staff")
    address, signed = "/partners/1/parties/2/sign", {"signatory": "Person, chair", "signed_on": "2026-01-01"}

    assert "despite_register" not in client.get(address).text
    asked = client.post(address, data=signed)
    assert (asked.status_code, "PERSON did not represent CCI" in asked.text) == (409, True)
    assert 'value="Person, chair"' in asked.text
    assert 'name="despite_register"' in asked.text
    assert client.post(address, data=signed | {"despite_register": "y"}).status_code == 302
    assert "Person, chair" in client.get("/partners/1").text


@pytest.fixture
def path(app, context, link):
    """Give the address that a partner's personal link opens."""
    context.session.commit()
    with app.test_request_context():
        return path_of(link)


def once(client, address):
    return re.search(r'name="once"[^>]*value="([^"]+)"', client.get(address).text)[1]


def test_it_keeps_to_all_that_the_host_counts_on():
    assert check_plugin(plugin) == []


def test_a_protocol_is_drawn_up_and_printed_by_hand(client, world, sign_in, program):
    sign_in("staff")
    drawn = {
        "title": "Avec la CCI", "objectives": "Orienter", "starts_on": "2026-01-01", "ends_on": "2027-12-31",
        "information": "Réunions", "orientation": "Dix jours",
    }  # fmt: skip

    wrong = client.post("/partners/new/cooperation", data=drawn | {"ends_on": "2025-01-01"})
    assert (wrong.status_code, "comes after the first" in wrong.text, "Avec la CCI" in wrong.text) == (
        422, True, True,
    )  # fmt: skip
    assert client.post("/partners/new/cooperation", data=drawn).status_code == 302
    assert client.post("/partners/1/parties/new", data={"actor": "CCI"}).status_code == 302
    indicator = {"label": "Orientés", "measure": "referrals", "target": "3"}
    assert client.post("/partners/1/indicators/new", data=indicator).status_code == 302
    for party in (1, 2):
        signed = {"signatory": "Le président", "signed_on": "2026-01-01"}
        assert client.post(f"/partners/1/parties/{party}/sign", data=signed).status_code == 302

    assert "In force" in client.get("/partners/1").text
    assert client.get("/documents/partners.protocol/1.pdf").data.startswith(b"%PDF")
    assert client.get("/documents/partners.review/1.pdf").data.startswith(b"%PDF")
    assert client.get("/partners/new/nothing").status_code == 404
    with program.database.reading() as session:
        assert session.scalar(select(PartnerProtocol.digest)) is not None

    copy = {"file": (BytesIO(b"%PDF-1.7\n%%EOF\n"), "scan.pdf"), "note": "Pôle"}
    assert client.post("/partners/1/copies/new", data=copy).status_code == 302
    page = client.get("/partners/1").text
    assert "Matches what was signed" in page
    assert "scan.pdf" in page
    assert client.get("/partners/1/copies/1").headers["Content-Disposition"].startswith("attachment")
    assert client.post("/partners/1/copies/1/remove").status_code == 302
    assert client.get("/partners/1/copies/1").status_code == 404


def test_the_key_is_replaced_by_hand(client, partners_are_on, sign_in):
    sign_in("administrator")
    former = re.search(
        r"Fingerprint.*?([0-9a-f]{4}(?: [0-9a-f]{4}){7})", client.get("/partners/exchange/").text, re.DOTALL
    )[1]
    form = client.get("/partners/exchange/key").text
    seen = re.search(r'name="replacing"[^>]*value="([^"]+)"', form)[1]
    assert (former in form, "button-danger" in form) == (True, True)

    assert client.post("/partners/exchange/key", data={"replacing": seen}).status_code == 302
    assert client.post("/partners/exchange/key", data={"replacing": seen}).status_code == 409
    page = client.get("/partners/exchange/").text
    assert "Keys of former days" in page
    assert former in page
    assert "Announcement of a new key" in page


def test_a_partner_refers_by_its_link_once(client, path, program):
    new = f"{path}/referrals/new"
    data = HOLDER | {"once": once(client, new)}

    refused = client.post(new, data={**data, "has_consented": ""})
    assert (refused.status_code, "consent nothing is sent" in refused.text) == (422, True)
    first = client.post(new, data=data)
    again = client.post(new, data=data)

    assert first.location == again.location
    assert "Malo Tanguy" in client.get(first.location).text
    with program.database.reading() as session:
        assert len(session.scalars(select(Referral.code)).all()) == 1
        token = path.rsplit("/", 1)[1]
        marks = session.connection().exec_driver_sql("SELECT address FROM form_token").all()
        assert not [one for one in marks if token in str(one)]


def test_the_staff_sees_a_code_until_it_takes_charge(client, context, link, new, sign_in):
    row = services.refer_by_link(context, link=link, new=new())
    context.session.commit()
    address = f"/partners/referrals/{row.code}"

    assert client.get(address).status_code == 302
    sign_in("administrator")
    assert client.get(address).status_code == 403
    sign_in("staff")
    assert f'href="{address}"' in client.get("/").text
    assert "Malo" not in client.get(address).text
    assert client.post(f"{address}/step", data={"state": "accepted"}).status_code == 403
    client.post(f"{address}/take")
    assert "Malo Tanguy" in client.get(address).text
    assert client.post(f"{address}/step", data={"state": "closed"}).status_code == 422
    assert client.post(f"{address}/step", data={"state": "withdrawn"}).status_code == 422
    asked = client.get(f"{address}/withdraw").text
    assert ("Erased at once" in asked, "button-danger" in asked) == (True, True)
    assert "Malo Tanguy" in client.get(address).text
    sent = {"once": once(client, f"{address}/withdraw")}
    client.post(f"{address}/withdraw", data=sent)
    assert client.post(f"{address}/withdraw", data=sent).location == address
    assert "Malo" not in client.get(address).text
    over = client.get(f"{address}/withdraw").text
    assert ("This referral is over" in over, "button-danger" in over) == (True, False)
    context.session.expire_all()
    assert context.session.scalars(select(ReferralHolder)).all() == []


def test_who_sent_someone_takes_the_consent_back_apart_from_the_steps(
    client, context, link, new, path, program
):
    row = services.refer_by_link(context, link=link, new=new())
    context.session.commit()
    address = f"{path}/referrals/{row.code}"

    page = client.get(address).text
    assert ("Record the next step" in page, f"{address}/withdraw" in page) == (False, True)
    done = client.post(f"{address}/withdraw", data={"once": once(client, f"{address}/withdraw")})
    assert (done.location, "Malo" in client.get(address).text) == (address, False)
    after = client.get(f"{address}/withdraw")
    assert (after.status_code, "Erase the name" in after.text) == (200, False)
    assert "This referral is over: nothing changes in it any more." in after.text
    assert f'href="{address}"' in after.text
    with program.database.reading() as session:
        token = path.rsplit("/", 1)[1]
        marks = session.connection().exec_driver_sql("SELECT address FROM form_token").all()
        assert marks
        assert not [one for one in marks if token in str(one)]


def test_a_link_that_was_taken_back_or_made_up_opens_nothing(client, context, link, path, sign_in):
    revoke = f"/partners/{link.party.protocol_id}/links/{link.id}/revoke"
    context.session.commit()
    assert client.get(path).status_code == 200
    assert client.get(f"{path}x").status_code == 404
    assert client.get(f"{path}/referrals/2026-NOTHING").status_code == 404
    sign_in("staff")
    client.post(revoke)
    assert client.get(path).status_code == 410


def test_the_review_is_led_by_hand(client, context, link, sign_in):
    review = f"/partners/{link.party.protocol_id}/reviews/1"
    indicator = link.party.protocol.indicators[1].id
    context.session.commit()
    sign_in("staff")
    told = {
        "held_on": "2026-11-20", "place": "Rennes", "technical": "Anne", "political": "",
        "conclusions": "Bien.", "decision": "continued",
    }  # fmt: skip

    assert (
        client.post(f"{review}/meeting", data={"held_on": "2026-11-20", "place": "Rennes"}).status_code == 302
    )
    assert client.post(f"{review}/indicators/{indicator}", data={"value": "4"}).status_code == 302
    refused = client.post(f"{review}/conclude", data=told)
    assert refused.status_code == 422
    assert f'<a href="{review}">Review 1</a>' in refused.text, "the way back"
    assert client.post(f"{review}/conclude", data=told | {"political": "Paul"}).status_code == 302
    page = client.get(review).text
    assert "goes on as it is" in page
    assert "Conclude the review" not in page


def test_the_pages_take_as_many_statements_with_many_rows(statements_of, context, world, link, new, sign_in):
    services.refer_by_link(context, link=link, new=new())
    context.session.commit()
    sign_in("staff")
    few = [statements_of(one) for one in ("/partners/", "/partners/referrals/")]
    for _ in range(5):
        services.refer_by_link(context, link=link, new=new())
    context.session.commit()

    assert [statements_of(one) for one in ("/partners/", "/partners/referrals/")] == few
