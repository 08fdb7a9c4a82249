"""Two deployments exchange things as signed files: what fits is taken in, what was changed is named."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from collegial.plugin import (
    Actor,
    ActorKind,
    Forbidden,
    HeldFile,
    Invalid,
    Missing,
    Refused,
    exchange_kinds,
)
from collegial_partners import mailing, posting, services
from collegial_partners.models import DeploymentKey, ExchangedParcel, ParcelWay, Referral, ReferralHolder
from collegial_partners.rules import (
    Parcel,
    Tampered,
    Unreadable,
    fingerprint,
    public_key_of,
    read_parcel,
    write_parcel,
)
from collegial_partners.services.keys import private_half

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PARCEL = Parcel(
    number="0" * 32, kind="proposals.version", title="Le pôle · V1", made_on="2026-11-28",
    origin="Pays de Redon", address="https://redon.example", public_key=public_key_of(KEY), text="# Le pôle",
    data={"stage": "V1", "count": 3}, files=(HeldFile(name="plan.pdf", content=b"%PDF"),),
)  # fmt: skip


def changed(**parts):
    """Return the parcel as a file in which parts were changed after it was signed."""
    document = json.loads(write_parcel(PARCEL, KEY))
    for name, value in parts.items():
        if name == "title":
            document["heading"]["title"] = value
        else:
            document[name] = value
    return json.dumps(document).encode()


def test_a_parcel_is_read_as_it_was_written():
    assert read_parcel(write_parcel(PARCEL, KEY)) == PARCEL


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"text": "# Autre"}, "text"),
        ({"data": {"stage": "V2", "count": 3}}, "data"),
        ({"files": [{"name": "plan.pdf", "content": "JVBERA"}]}, "files/plan.pdf"),
        ({"files": []}, "files/plan.pdf"),
        ({"title": "Autre"}, "heading"),
        ({"signature": "AAAA"}, "heading"),
    ],
)
def test_what_was_changed_is_named(parts, named):
    with pytest.raises(Tampered) as found:
        read_parcel(changed(**parts))

    assert found.value.part == named


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{}", b"[" * 100_000, b"\xff\xfe", changed(more=1), changed(text="a\x00b"),
        b'{"data":[' + b"[]," * 300_000 + b"[]]}",
        changed(files=[{"name": "a", "content": "AA"}] * 2), changed(files=[{"name": "a", "content": "é"}]),
    ],
)  # fmt: skip
def test_what_is_no_parcel_is_refused(content):
    with pytest.raises(Unreadable):
        read_parcel(content)


def test_no_changed_byte_goes_unnoticed():
    written = write_parcel(PARCEL, KEY)
    for place in range(0, len(written), 5):
        content = bytearray(written)
        content[place] ^= 0x15

        with suppress(Tampered, Unreadable):
            assert read_parcel(bytes(content)) == PARCEL, place  # white space between the parts says nothing


def test_two_deployments_exchange_a_version_and_its_origin_verifies(app, context, version, elsewhere):
    with app.app_context():
        row = services.give(context, kind_key="proposals.version", subject_id=version.id)
        content, key = services.file_of(context, row), services.own_key(context).public_key

    services.own_key(elsewhere)
    with app.app_context(), pytest.raises(Refused, match="sealed by another secret"):
        private_half(services.own_key(elsewhere))
    with pytest.raises(Forbidden, match="not known here"):
        services.receive(elsewhere, content)
    services.know_peer(elsewhere, name="Rennes", public_key=key, address=None, party_id=None)
    came = services.receive(elsewhere, content)
    parcel = services.opened(came, came.content)

    assert (came.way, came.peer.name, parcel.public_key) == (ParcelWay.RECEIVED, "Rennes", key)
    assert parcel.origin == app.extensions["collegial"].settings.pays.name
    assert parcel.data["digest"] == version.digest
    assert "### Un fonds" in parcel.text
    with pytest.raises(Refused, match="received before"):
        services.receive(elsewhere, content)
    with pytest.raises(Invalid, match="“text” in this file was changed"):
        services.receive(elsewhere, content.replace(b"Public et priv", b"Priv\xc3\xa9 et publi", 1))


def test_a_version_whose_own_digest_does_not_fit_is_refused(here, version):
    (kind,) = [one for one in exchange_kinds(here.session) if one.key == "proposals.version"]
    data = dict(kind.write(here, version.id).data)

    assert kind.fault(data) is None
    assert "digest does not fit" in str(kind.fault(data | {"stage": "V9"}))
    for wrong in ({}, data | {"content": 3}, data | {"contributions": [1]}, data | {"position": "one"}):
        assert kind.fault(wrong) is not None


def test_a_referral_comes_in_under_its_protocol_and_its_file_is_not_kept(
    app, context, world, sign, new, as_role, elsewhere
):
    party = sign(context, world["cci"])
    anne = as_role("staff", account_id=world["anne"])
    sent = services.refer(anne, protocol_id=party.protocol_id, party_id=party.id, new=new())
    with app.app_context():
        bob = as_role("staff", account_id=world["bob"])
        with pytest.raises(Missing, match="may not give it"):
            services.give(bob, kind_key="partners.referral", subject_id=sent.id)
        row = services.give(anne, kind_key="partners.referral", subject_id=sent.id)
        content, key = services.file_of(anne, row), services.own_key(anne).public_key
    assert row.content is None

    partner = Actor(kind=ActorKind.ORGANISATION, name="Pôle de Rennes", created_at=datetime.now(UTC))
    elsewhere.session.add(partner)
    elsewhere.session.flush()
    their_party = sign(elsewhere, partner.id)
    peer = services.know_peer(elsewhere, name="Rennes", public_key=key, address=None, party_id=None)
    with pytest.raises(Refused, match="under which protocol"), elsewhere.session.begin_nested():
        services.receive(elsewhere, content)
    peer.party = their_party
    came = services.receive(elsewhere, content)

    held = elsewhere.session.query(Referral).one()
    assert held.origin == f"Rennes · {sent.code}"
    assert elsewhere.session.get(ReferralHolder, held.id).name == "Malo Tanguy"
    assert came.content is None


def test_a_number_that_another_deployment_has_used_hinders_nobody(here):
    other = Ed25519PrivateKey.generate()
    for name, key in (("Redon", KEY), ("Brest", other)):
        services.know_peer(here, name=name, public_key=public_key_of(key), address=None, party_id=None)
        one = replace(PARCEL, kind="other.thing", title=name)
        assert services.receive(here, write_parcel(one, key)).peer.name == name
        with pytest.raises(Refused, match="received before"), here.session.begin_nested():
            services.receive(here, write_parcel(replace(one, title="Encore"), key))


def test_what_was_signed_for_one_deployment_is_taken_in_by_no_other(here):
    own = services.own_key(here).public_key
    services.know_peer(here, name="Redon", public_key=public_key_of(KEY), address=None, party_id=None)
    ours, theirs = (
        write_parcel(replace(PARCEL, kind="other.thing", number=number * 32, recipient=key), KEY)
        for number, key in (("1", own), ("2", public_key_of(Ed25519PrivateKey.generate())))
    )

    with pytest.raises(Forbidden, match="for another Pays"):
        services.receive(here, theirs)
    with pytest.raises(Tampered):
        read_parcel(theirs.replace(theirs.split(b'"recipient": "')[1][:43], own.encode()))
    assert services.receive(here, ours)
    services.replace_key(here, replacing=own)
    late = replace(PARCEL, kind="other.thing", number="3" * 32, recipient=own)
    assert services.receive(here, write_parcel(late, KEY)), "what was on its way to the former key"


def test_what_is_given_to_a_deployment_names_it(here, version):
    peer = services.know_peer(here, name="Redon", public_key=public_key_of(KEY), address=None, party_id=None)
    row = services.give(here, kind_key="proposals.version", subject_id=version.id, peer_id=peer.id)

    assert services.opened(row, row.content).recipient == peer.public_key


def test_the_key_is_made_once_and_stays_sealed(here):
    key = services.own_key(here)

    assert services.own_key(here) is key
    assert here.session.query(DeploymentKey).count() == 1
    assert len(key.sealed) > len(bytes(32)), "sealed, with its mark"
    assert len(fingerprint(key.public_key).split()) == 8


def test_a_peer_is_known_by_a_whole_key_and_forgotten(here):
    sound = {"name": "Redon", "public_key": public_key_of(KEY), "address": None, "party_id": None}
    for changes, said in (
        ({"public_key": "abc"}, "not a public key"),
        ({"public_key": services.own_key(here).public_key}, "this very Pays"),
        ({"address": "ftp://redon.example"}, "https://"),
    ):
        with pytest.raises(Invalid, match=said):
            services.know_peer(here, **(sound | changes))
    peer = services.know_peer(here, **sound)
    with pytest.raises(Refused, match="already known"):
        services.know_peer(here, **sound)

    unknown_kind = replace(PARCEL, kind="other.thing")
    assert services.receive(here, write_parcel(unknown_kind, KEY)).title == "Le pôle · V1"
    services.forget_peer(here, peer_id=peer.id)
    with pytest.raises(Forbidden, match="not known here"):
        services.receive(here, write_parcel(replace(unknown_kind, number="1" * 32), KEY))
    assert services.know_peer(here, **sound) is peer


def test_a_parcel_is_brought_by_http_and_pages_show_its_origin(
    app, client, context, partners_are_on, serve, sign_in
):
    with app.app_context():
        services.know_peer(context, name="Brest", public_key=public_key_of(KEY), address=None, party_id=None)
    context.session.commit()
    address = serve(app)
    parcel = replace(PARCEL, kind="other.thing", origin="Pays de Brest")
    from_brest = write_parcel(parcel, KEY)
    odd_file = HeldFile(name="plan\r\nSet-Cookie: a=b\u202efdp.exe", content=b"MZ")
    odd = replace(parcel, number="9" * 32, kind="other\r\n", files=(odd_file,))

    with app.app_context():
        posting.bring(address, from_brest)
        posting.bring(address, from_brest)
        posting.bring(address, write_parcel(odd, KEY))
    with app.app_context(), pytest.raises(Refused, match="403"):
        posting.bring(address, write_parcel(parcel, Ed25519PrivateKey.generate()))
    refused = client.post("/partners-inbox/", data=changed(text="x"), content_type="application/json")
    assert (refused.status_code, "was changed" in refused.json["detail"]) == (422, True)
    assert client.get("/partners/exchange/1").status_code == 302

    sign_in("staff")
    page = client.get("/partners/exchange/1").text
    assert "Pays de Brest" in page
    assert "Signature verified" in page
    assert client.get("/partners/exchange/1/files/0").data == b"%PDF"
    assert client.get("/partners/exchange/1/files/9").status_code == 404
    number = context.session.query(ExchangedParcel).filter_by(number="9" * 32).one().id
    context.session.commit()  # on SQLite, who reads for writing keeps others waiting
    saved = client.get(f"/partners/exchange/{number}/files/0").headers["Content-Disposition"]
    assert saved == 'attachment; filename="planSet-Cookie: a=bfdp.exe"', (
        "no line of a head, no letters turned round"
    )
    assert client.get(f"/partners/exchange/{number}/file").status_code == 200
    assert client.get("/partners/exchange/1/file").data == from_brest
    assert "Brest" in client.get("/partners/exchange/").text


def test_a_promised_delivery_stops_where_the_key_is_trusted_no_more(here, version, monkeypatch):
    brought = []
    monkeypatch.setattr(mailing, "bring", lambda address, content: brought.append((address, content)))
    peer = services.know_peer(
        here, name="Redon", public_key=public_key_of(KEY), address="https://redon.example", party_id=None
    )
    row = services.give(here, kind_key="proposals.version", subject_id=version.id, peer_id=peer.id)

    assert services.send_again(here, parcel_id=row.id) is row
    mailing.deliver(here, {"parcel": row.id})
    with pytest.raises(Refused, match="has arrived"):
        services.send_again(here, parcel_id=row.id)
    services.forget_peer(here, peer_id=peer.id)
    mailing.deliver(here, {"parcel": row.id})

    assert brought == [("https://redon.example", row.content)]
    assert row.delivered_on == date(2026, 11, 23)
