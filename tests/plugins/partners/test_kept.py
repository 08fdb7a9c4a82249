"""What was signed, concluded and exchanged stays as it was, whoever writes to the database; and one step at a time."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from importlib.resources import files
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from collegial.actors.services.merging import merge_actors
from collegial.kernel.permissions import program as program_viewer
from collegial.plugin import Actor, ActorKind, Invalid, Refused, StoredFile, Upload
from collegial_partners import services
from collegial_partners.demo import sign_protocols
from collegial_partners.models import PartnerProtocol, ProtocolForm, Referral
from collegial_partners.rules import (
    DeclineReason,
    Parcel,
    ReferralOutcome,
    ReferralState,
    ReviewDecision,
    public_key_of,
    write_parcel,
)
from collegial_partners.services import Conclusion, Step

PDF = Upload(name="protocole.pdf", content=b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
INDICATOR = "INSERT INTO partners_indicator (protocol_id, label, measure) VALUES (1, 'x', 'referrals')"
KEPT = [
    ("UPDATE partners_protocol SET objectives = 'other'", "sealed"),
    ("UPDATE partners_protocol SET digest = NULL", "sealed"),
    ("DELETE FROM partners_protocol", "sealed"),
    ("UPDATE partners_party SET actor_id = NULL WHERE actor_id IS NOT NULL", "sealed"),
    ("INSERT INTO partners_party (protocol_id, actor_id) VALUES (1, 1)", "sealed"),
    ("DELETE FROM partners_party", "sealed"),
    ("UPDATE partners_party SET signatory = 'other'", "written once"),
    ("UPDATE partners_indicator SET target = 0", "sealed"),
    (INDICATOR, "sealed"),
    ("DELETE FROM partners_indicator", "sealed"),
    ("UPDATE partners_review SET conclusions = 'other' WHERE number = 1", "concluded"),
    ("DELETE FROM partners_review WHERE number = 1", "concluded"),
    ("INSERT INTO partners_value (review_id, indicator_id, value) VALUES (1, 2, 9)", "concluded"),
    ("UPDATE partners_value SET value = 9", "concluded"),
    ("UPDATE partners_referral SET code = 'other'", "what was sent"),
    ("UPDATE partners_referral SET outcome = 'launched'", "has ended"),
    ("DELETE FROM partners_referral", "what was sent"),
    ("UPDATE partners_step SET side = 'partner'", "written once"),
    ("UPDATE partners_parcel SET title = 'other'", "written once"),
    ("UPDATE partners_parcel SET digest = 'other'", "written once"),
    ("DELETE FROM partners_parcel", "written once"),
]


def to_outcome(context, link, new):
    """Bring a referral of the partner to its outcome and conclude the year; return nothing."""
    row = services.refer_by_link(context, link=link, new=new())
    for step in (
        Step(state=ReferralState.ACCEPTED),
        Step(state=ReferralState.CLOSED, outcome=ReferralOutcome.SUPPORTED),
    ):
        services.move(context, code=row.code, step=step)
    protocol = link.party.protocol_id
    services.give_value(context, protocol_id=protocol, number=1, indicator_id=2, value=3)
    concluded = Conclusion(
        held_on=date(2026, 11, 20), place="", technical="A", political="B", conclusions="Bien",
        decision=ReviewDecision.RENEWED, renewed_until=date(2029, 12, 31),
    )  # fmt: skip
    services.conclude_review(context, protocol_id=protocol, number=1, concluded=concluded)


@pytest.mark.both_databases
def test_the_database_keeps_what_was_signed_concluded_and_exchanged(app, context, link, new, let_through):
    to_outcome(context, link, new)
    key = Ed25519PrivateKey.generate()
    parcel = Parcel(
        number="0" * 32, kind="other.thing", title="Chose", made_on="2026-11-23", origin="Redon", address="",
        public_key=public_key_of(key), text="", data={},
    )  # fmt: skip
    with app.app_context():
        services.know_peer(context, name="Redon", public_key=public_key_of(key), address=None, party_id=None)
        services.receive(context, write_parcel(parcel, key))

    assert let_through(KEPT) == []
    protocol = context.session.get(PartnerProtocol, link.party.protocol_id)
    assert protocol.last_day == date(2029, 12, 31)
    services.end_protocol(context, protocol_id=protocol.id, reason="Fini")
    context.session.flush()
    assert services.seal_fits(protocol)


def test_a_merge_moves_drafts_and_leaves_what_was_signed(context, world, sign, facts):
    signed = sign(context, world["cci"])
    draft = services.draw_protocol(context, form=ProtocolForm.COOPERATION, facts=facts)
    drawn = services.add_party(context, protocol_id=draft.id, actor_id=world["cci"])
    kept = Actor(kind=ActorKind.ORGANISATION, name="CCI de Rennes", created_at=context.clock.now())
    context.session.add(kept)
    context.session.flush()

    merge_actors(context, kept, context.session.get(Actor, world["cci"]), "Même SIREN")

    assert (drawn.actor_id, signed.actor_id) == (kept.id, world["cci"])
    assert services.seal_fits(signed.protocol)


def test_a_signed_copy_is_kept_and_one_by_mistake_is_erased(context, world, sign, facts):
    party = sign(context, world["cci"])
    draft = services.draw_protocol(context, form=ProtocolForm.COOPERATION, facts=facts)
    with pytest.raises(Refused, match="first signature"):
        services.add_copy(context, protocol_id=draft.id, file=PDF, note="")
    with pytest.raises(Invalid):
        services.add_copy(
            context, protocol_id=party.protocol_id, file=Upload(name="x.exe", content=b"MZ\x90"), note=""
        )
    one, other = (
        services.add_copy(context, protocol_id=party.protocol_id, file=PDF, note=note)
        for note in (" pôle ", "")
    )

    services.remove_copy(context, protocol_id=party.protocol_id, copy_id=other.id)

    assert [copy.note for copy in party.protocol.copies] == ["pôle"]
    assert [file.id for file in context.session.query(StoredFile)] == [one.file_id]


@pytest.mark.both_databases
def test_two_people_move_one_referral_at_once_and_one_of_them_is_told(context, program, link, new):
    row = services.refer_by_link(context, link=link, new=new())
    code = row.code
    context.session.commit()
    together = Barrier(2)

    def take(step):
        together.wait(30)
        try:
            with program.database.unit_of_work() as session:
                services.move(program.context(session, program_viewer("test")), code=code, step=step)
        except Refused as refusal:
            return refusal.code
        return "done"

    steps = (
        Step(state=ReferralState.ACCEPTED),
        Step(state=ReferralState.DECLINED, reason=DeclineReason.NO_ROOM),
    )
    with ThreadPoolExecutor(2) as people:
        said = sorted(people.map(take, steps))

    context.session.expire_all()
    assert said == ["done", "partners.no_step"]
    assert [one.state for one in row.steps] == [ReferralState.SENT, row.state]


def test_the_demonstration_has_a_year_behind_it_and_keeps_to_the_guards(here):
    told = tomllib.loads((files("collegial_partners") / "demo.toml").read_text(encoding="utf-8"))
    for row in told["protocols"]:
        actor = Actor(kind=ActorKind.ORGANISATION, name=row["partner"], created_at=here.clock.now())
        here.session.add(actor)
    here.session.flush()

    sign_protocols(here)
    here.session.flush()

    referrals = here.session.query(Referral).all()
    assert {one.state for one in referrals} >= {ReferralState.CLOSED, ReferralState.SENT}
    assert all(one.sent_on <= one.steps[-1].taken_on <= date(2026, 11, 23) for one in referrals)
    assert all(services.seal_fits(one) for one in here.session.query(PartnerProtocol))
