"""The key by which a deployment signs is replaced: the others follow, and what was signed before still verifies."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from collegial.plugin import Forbidden, Invalid, Refused
from collegial_partners import services
from collegial_partners.models import DeploymentPeer, FormerKey, ParcelWay
from collegial_partners.rules import SUCCESSION, Parcel, public_key_of, succession, successor, write_parcel

ONE, TWO, THREE = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2, 3))


def announcement(signing, new, *, proven_by=None, number="a"):
    former = public_key_of(signing)
    told = succession(former, proven_by or new) | {"public_key": public_key_of(new)}
    parcel = Parcel(
        number=number * 32, kind=SUCCESSION, title="Redon", made_on="2026-11-23", origin="Redon",
        address="https://redon.example", public_key=former, text="", data=told,
    )  # fmt: skip
    return write_parcel(parcel, signing)


def test_a_successor_proves_that_it_holds_its_key():
    former = public_key_of(ONE)

    assert successor(former, succession(former, TWO)) == public_key_of(TWO)
    assert successor(public_key_of(THREE), succession(former, TWO)) is None
    for told in ({}, {"public_key": 3, "proof": "x"}, {"public_key": "é", "proof": "é"}):
        assert successor(former, told) is None


def test_another_deployment_follows_to_the_new_key(app, context, version, elsewhere):
    with app.app_context():
        old = services.own_key(context).public_key
        before = services.file_of(
            context, services.give(context, kind_key="proposals.version", subject_id=version.id)
        )
        on_its_way = services.file_of(
            context, services.give(context, kind_key="proposals.version", subject_id=version.id)
        )
        with pytest.raises(Refused, match="meanwhile"):
            services.replace_key(context, replacing="another")
        (told,) = services.replace_key(context, replacing=old)
        new = services.own_key(context).public_key
        after = services.file_of(
            context, services.give(context, kind_key="proposals.version", subject_id=version.id)
        )
        with pytest.raises(Invalid, match="this very Pays"):
            services.know_peer(context, name="x", public_key=old, address=None, party_id=None)
    assert context.session.query(FormerKey).one().public_key == old
    assert new != old

    peer = services.know_peer(elsewhere, name="Rennes", public_key=old, address=None, party_id=None)
    came = services.receive(elsewhere, before)
    with pytest.raises(Forbidden, match="not known here"):
        services.receive(elsewhere, after)
    services.receive(elsewhere, told.content)

    assert peer.public_key == new
    assert services.opened(came, came.content).public_key == old, "what came before still verifies"
    assert services.receive(elsewhere, after).peer is peer
    assert services.receive(elsewhere, on_its_way).peer is peer
    with pytest.raises(Refused, match="received before"):
        services.receive(elsewhere, told.content)


def test_an_announcement_leaves_by_itself_for_a_deployment_with_an_address(app, context, partners_are_on):
    with app.app_context():
        services.know_peer(
            context, name="Redon", public_key=public_key_of(ONE), address="https://r.example", party_id=None
        )
        given = services.replace_key(context, replacing=services.own_key(context).public_key)

    assert [(one.way, one.peer.name if one.peer else None) for one in given] == [
        (ParcelWay.GIVEN, None), (ParcelWay.GIVEN, "Redon"),
    ]  # fmt: skip


def test_only_the_present_key_announces_and_only_a_free_key_of_its_own(here, clock):
    peer = services.know_peer(here, name="Redon", public_key=public_key_of(ONE), address=None, party_id=None)
    services.know_peer(here, name="Brest", public_key=public_key_of(THREE), address=None, party_id=None)
    for content in (announcement(ONE, TWO, proven_by=THREE), announcement(ONE, THREE, number="b")):
        with pytest.raises(Invalid, match="does not fit"), here.session.begin_nested():
            services.receive(here, content)
    services.receive(here, announcement(ONE, TWO, number="c"))
    with pytest.raises(Refused, match="no longer announce another"), here.session.begin_nested():
        services.receive(here, announcement(ONE, Ed25519PrivateKey.generate(), number="d"))
    with pytest.raises(Refused, match="already known"):
        services.know_peer(here, name="x", public_key=public_key_of(ONE), address=None, party_id=None)

    clock.move(days=31)
    late = Parcel(
        number="e" * 32, kind="other.thing", title="Tard", made_on="2026-11-23", origin="Redon", address="",
        public_key=public_key_of(ONE), text="", data={},
    )  # fmt: skip
    with pytest.raises(Forbidden, match="too long ago"):
        services.receive(here, write_parcel(late, ONE))
    assert here.session.get(DeploymentPeer, peer.id).public_key == public_key_of(TWO)


def test_a_former_key_is_refused_once_its_deployment_was_trusted_no_more(here):
    peer = services.know_peer(here, name="Redon", public_key=public_key_of(ONE), address=None, party_id=None)
    services.receive(here, announcement(ONE, TWO))
    for number, known in (("b", True), ("c", False)):
        stolen = Parcel(
            number=number * 32, kind="other.thing", title="Volé", made_on="2026-11-23", origin="Redon",
            address="", public_key=public_key_of(ONE), text="", data={},
        )  # fmt: skip
        if known:
            assert services.receive(here, write_parcel(stolen, ONE)), "on its way when the key was replaced"
            services.forget_peer(here, peer_id=peer.id)
            services.know_peer(here, name="Redon", public_key=public_key_of(TWO), address=None, party_id=None)
        else:
            with pytest.raises(Forbidden, match="not known here"):
                services.receive(here, write_parcel(stolen, ONE))


def test_a_key_that_cannot_be_opened_is_replaced_without_an_announcement(here):
    key = services.own_key(here)
    key.sealed = bytes(len(key.sealed))
    here.session.flush()

    assert services.replace_key(here, replacing=key.public_key) == []
    assert services.keys.private_half(services.own_key(here)) is not None
