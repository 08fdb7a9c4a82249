"""The demonstration's protocols: the study's three examples, with referrals and a year that was reviewed."""

import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from collegial.plugin import Actor, ActorKind, Clock, Context, Event, parse_fraction
from collegial_partners import services
from collegial_partners.models import PartnerProtocol, ProtocolForm, ProtocolParty
from collegial_partners.rules import (
    ConsentManner,
    DeclineReason,
    IndicatorMeasure,
    Parcel,
    ProjectKind,
    ReferralOutcome,
    ReferralState,
    ReviewDecision,
    anniversary,
    public_key_of,
    write_parcel,
)

Told = Mapping[str, Any]
_DAYS_BETWEEN_STEPS = 8


def sign_protocols(context: Context) -> None:
    """Draw up and sign the study's protocols with the partners that are in the directory."""
    told = tomllib.loads((files("collegial_partners") / "demo.toml").read_text(encoding="utf-8"))
    for row in told["protocols"]:
        query = select(Actor).where(Actor.name == row["partner"], Actor.kind == ActorKind.ORGANISATION)
        partner = context.session.scalars(query.order_by(Actor.id)).first()
        if partner is not None:
            _live(context, row, partner, told["pole"])
    _exchange(context, told["elsewhere"])


def _exchange(context: Context, told: Told) -> None:
    """Know an invented deployment, whose key is made for this once, and receive what it signed."""
    private = Ed25519PrivateKey.generate()
    public_key = public_key_of(private)
    services.know_peer(context, name=told["name"], public_key=public_key, address=None, party_id=None)
    parcel = Parcel(
        number=secrets.token_hex(16), kind=told["kind"], title=told["title"],
        made_on=context.today.isoformat(), origin=told["name"], address=told["address"],
        public_key=public_key, text=told["text"], data={},
    )  # fmt: skip
    services.receive(context, write_parcel(parcel, private))


def _live(context: Context, row: Told, partner: Actor, pole: Told) -> None:
    protocol = _draw(context, row)
    party = services.add_party(context, protocol_id=protocol.id, actor_id=partner.id)
    for one, contacts in ((protocol.pole, pole), (party, row)):
        services.name_responsibles(context, protocol_id=protocol.id, party_id=one.id, contacts=contacts)
    _add_pieces(context, row, protocol, party)
    signed_on = protocol.starts_on - timedelta(days=3)
    for one, signatory in ((party, row["signatory"]), (protocol.pole, pole["political_name"])):
        services.sign_protocol(
            context, protocol_id=protocol.id, party_id=one.id, signatory=signatory, signed_on=signed_on
        )
    if row.get("technical_email"):
        services.make_link(
            context, protocol_id=protocol.id, party_id=party.id, name=row["technical_name"],
            email=row["technical_email"],
        )  # fmt: skip
    for one in row.get("referrals", []):
        _refer(context, protocol, party, one)
    if "conclusions" in row:
        _review(context, row, protocol)


def _draw(context: Context, row: Told) -> PartnerProtocol:
    starts_on = context.today - timedelta(days=row["started_days_ago"])
    facts = {name: row.get(name) for name in ("title", "objectives", "information", "orientation", "seat")}
    days = {"starts_on": starts_on, "ends_on": anniversary(starts_on, row["years"])}
    return services.draw_protocol(context, form=ProtocolForm(row["form"]), facts=facts | days)


def _add_pieces(context: Context, row: Told, protocol: PartnerProtocol, party: ProtocolParty) -> None:
    for one in row.get("indicators", []):
        services.add_indicator(
            context, protocol_id=protocol.id, label=one["label"], measure=IndicatorMeasure(one["measure"]),
            target=one["target"],
        )  # fmt: skip
    if "post" in row:
        services.share_post(
            context, protocol_id=protocol.id, function=row["post"]["function"],
            share=parse_fraction(row["post"]["share"]), employer_id=party.actor_id,
            from_on=protocol.starts_on, until_on=None,
        )  # fmt: skip
    if "name" in row and party.actor_id:
        services.agree_name(
            context, protocol_id=protocol.id, actor_id=party.actor_id, agreed_name=row["name"]["agreed"],
            reason=row["name"]["reason"], from_on=protocol.starts_on,
        )  # fmt: skip


def _refer(context: Context, protocol: PartnerProtocol, party: ProtocolParty, told: Told) -> None:
    """Let a referral have been sent some days ago, and answered in the weeks after."""
    new = services.NewReferral(
        name=told["name"], contact=told["contact"], need=told["need"], project=ProjectKind(told["project"]),
        consent=ConsentManner.ORAL, has_consented=True,
    )  # fmt: skip
    then = _then(context, told["days_ago"])
    if told["way"] == "to_partner":
        row = services.refer(then, protocol_id=protocol.id, party_id=party.id, new=new)
    else:
        row = services.refer_by_link(then, link=party.links[0], new=new)
    for number, state in enumerate(map(ReferralState, told["steps"]), start=1):
        then = _then(context, told["days_ago"] - _DAYS_BETWEEN_STEPS * number)
        step = services.Step(
            state=state,
            outcome=ReferralOutcome(told["outcome"]) if state is ReferralState.CLOSED else None,
            reason=DeclineReason(told["reason"]) if state is ReferralState.DECLINED else None,
        )
        if told["way"] == "to_partner":
            services.move_by_link(then, link=party.links[0], code=row.code, step=step)
        else:
            services.move(then, code=row.code, step=step)


@dataclass(frozen=True, kw_only=True)
class _Past:
    """The clock of some days ago."""

    present: Clock
    days: int

    def now(self) -> datetime:
        return self.present.now() - timedelta(days=self.days)


@dataclass(frozen=True, kw_only=True)
class _Then(Context):
    """Acts of some days ago; the journal notes them at the hour at which it is written, which only goes on."""

    present: Context

    def emit(self, event: Event) -> None:
        self.present.emit(event)


def _then(context: Context, days: int) -> Context:
    return _Then(
        session=context.session, by=context.by, clock=_Past(present=context.clock, days=max(days, 0)),
        bus=context.bus, zone=context.zone, methods=context.methods, present=context,
    )  # fmt: skip


def _review(context: Context, row: Told, protocol: PartnerProtocol) -> None:
    by_hand = next(one for one in protocol.indicators if one.measure is IndicatorMeasure.BY_HAND)
    services.give_value(
        context, protocol_id=protocol.id, number=1, indicator_id=by_hand.id, value=row["value"]
    )
    concluded = services.Conclusion(
        held_on=context.today - timedelta(days=20), place="Rennes", technical=row["technical_name"],
        political=row["political_name"], conclusions=row["conclusions"],
        decision=ReviewDecision.CONTINUED,
    )  # fmt: skip
    services.conclude_review(context, protocol_id=protocol.id, number=1, concluded=concluded)
