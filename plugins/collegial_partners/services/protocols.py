"""Draw up a protocol, and end it."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from collegial.plugin import (
    Actor,
    ActorKind,
    Context,
    Invalid,
    Missing,
    Refused,
    held_row,
    or_refuse,
    require,
    show_fraction,
    t,
)
from collegial_partners.events import ProtocolDrawn, ProtocolEnded
from collegial_partners.models import (
    NameAgreement,
    PartnerProtocol,
    ProtocolForm,
    ProtocolIndicator,
    ProtocolParty,
    ProtocolState,
    SharedPost,
)
from collegial_partners.permissions import MANAGE
from collegial_partners.rules import IndicatorMeasure, sealed


def draw_protocol(context: Context, *, form: ProtocolForm, facts: Mapping[str, Any]) -> PartnerProtocol:
    """Begin a protocol; the pole is its first party. `facts` are its columns by name."""
    require(context.by, MANAGE)
    _check_days(facts)
    row = PartnerProtocol(form=form, state=ProtocolState.DRAFT, **facts)
    row.parties.append(ProtocolParty(actor_id=None))
    context.session.add(row)
    context.session.flush()  # the event names it by its number
    context.emit(ProtocolDrawn(protocol=row.id, title=row.title, form=form.value))
    return row


def edit_protocol(context: Context, *, protocol_id: int, facts: Mapping[str, Any]) -> PartnerProtocol:
    """Change what a protocol says, as long as nobody has signed."""
    require(context.by, MANAGE)
    row = unsigned(context, protocol_id)
    _check_days(facts)
    for name, value in facts.items():
        setattr(row, name, value)
    return row


def add_party(context: Context, *, protocol_id: int, actor_id: int) -> ProtocolParty:
    """Add a partner of the directory."""
    require(context.by, MANAGE)
    row = unsigned(context, protocol_id)
    actor = context.session.get(Actor, actor_id)
    if actor is None or actor.kind is not ActorKind.ORGANISATION:
        raise Invalid(
            "partners.not_an_organisation", t("Choose an organisation from the directory."), field="actor"
        )
    party = ProtocolParty(protocol_id=row.id, actor_id=actor.id)
    with or_refuse(
        context.session, Refused("partners.party_twice", t("This partner is already a party."), field="actor")
    ):
        context.session.add(party)
    context.session.expire(row, ["parties"])
    return party


def remove_party(context: Context, *, protocol_id: int, party_id: int) -> None:
    """Take a partner off a draft."""
    require(context.by, MANAGE)
    row = unsigned(context, protocol_id)
    party = party_of(row, party_id)
    if party.actor_id is None:
        raise Refused("partners.pole_stays", t("The pole is a party to all its protocols."))
    if party.links:
        raise Refused("partners.has_links", t("Personal links were sent to this partner: it stays a party."))
    context.session.delete(party)
    context.session.flush()
    context.session.expire(row, ["parties"])


def name_responsibles(
    context: Context, *, protocol_id: int, party_id: int, contacts: Mapping[str, str | None]
) -> ProtocolParty:
    """Say who is technically and politically responsible at a party; they change while the protocol runs."""
    require(context.by, MANAGE)
    party = party_of(held(context, protocol_id), party_id)
    for name in ("technical_name", "technical_email", "political_name", "political_email"):
        setattr(party, name, (contacts.get(name) or "").strip() or None)
    return party


def add_indicator(
    context: Context, *, protocol_id: int, label: str, measure: IndicatorMeasure, target: int | None
) -> ProtocolIndicator:
    """Add what the annual review looks at."""
    require(context.by, MANAGE)
    protocol = unsigned(context, protocol_id)
    row = ProtocolIndicator(label=label, measure=measure, target=target)
    protocol.indicators.append(row)
    context.session.flush()
    return row


def share_post(
    context: Context,
    *,
    protocol_id: int,
    function: str,
    share: Fraction,
    employer_id: int | None,
    from_on: date,
    until_on: date | None,
) -> SharedPost:
    """Add a post that pole and partner share."""
    require(context.by, MANAGE)
    protocol = _association(context, protocol_id)
    if not 0 < share <= 1:
        raise Invalid("partners.share", t("A share of a post is above 0 and at most 1."), field="share")
    if until_on is not None and until_on < from_on:
        raise Invalid("partners.post_days", t("This day is before the first one."), field="until_on")
    if employer_id is not None:
        _partner(protocol, employer_id, "employer")
    row = SharedPost(
        function=function, share=share, employer_id=employer_id, from_on=from_on, until_on=until_on
    )
    protocol.posts.append(row)
    context.session.flush()
    return row


def agree_name(
    context: Context, *, protocol_id: int, actor_id: int, agreed_name: str, reason: str, from_on: date
) -> NameAgreement:
    """Add a change of a partner's name; the directory is changed by hand once it holds."""
    require(context.by, MANAGE)
    protocol = _association(context, protocol_id)
    actor = _partner(protocol, actor_id, "actor")
    if agreed_name.strip() == actor.name:
        raise Invalid("partners.same_name", t("This is already its name."), field="agreed_name")
    row = NameAgreement(
        actor_id=actor.id, former_name=actor.name, agreed_name=agreed_name.strip(), reason=reason,
        from_on=from_on,
    )  # fmt: skip
    protocol.names.append(row)
    context.session.flush()
    return row


def remove_piece(context: Context, *, protocol_id: int, kind: str, piece_id: int) -> None:
    """Take an indicator, a shared post or an agreed name off a draft."""
    require(context.by, MANAGE)
    protocol = unsigned(context, protocol_id)
    pieces: Mapping[str, Sequence[ProtocolIndicator | SharedPost | NameAgreement]] = {
        "indicators": protocol.indicators,
        "posts": protocol.posts,
        "names": protocol.names,
    }
    row = next((one for one in pieces.get(kind, ()) if one.id == piece_id), None)
    if row is None:
        raise Missing("partners.no_piece", t("There is no such line in this protocol."))
    context.session.delete(row)
    context.session.flush()
    context.session.expire(protocol, [kind])


def end_protocol(context: Context, *, protocol_id: int, reason: str) -> PartnerProtocol:
    """End a protocol before its last day, or give a draft up."""
    require(context.by, MANAGE)
    protocol = held(context, protocol_id)
    if protocol.state is ProtocolState.ENDED:
        raise Refused("partners.ended_already", t("This protocol has already ended."))
    if not reason.strip():
        raise Invalid("partners.end_why", t("Say why it ends: the partner will ask."), field="reason")
    close_protocol(context, protocol, reason.strip())
    return protocol


def close_protocol(context: Context, protocol: PartnerProtocol, reason: str | None) -> None:
    """End a protocol; referrals under way go on to their outcome."""
    protocol.state, protocol.ended_on, protocol.end_reason = ProtocolState.ENDED, context.today, reason
    context.emit(ProtocolEnded(protocol=protocol.id))


def content_of(protocol: PartnerProtocol) -> dict[str, Any]:
    """Return what the parties sign, as a document; who is responsible may change and is no part of it."""
    return {
        "form": protocol.form.value,
        "title": protocol.title,
        "objectives": protocol.objectives,
        "information": protocol.information,
        "orientation": protocol.orientation,
        "seat": protocol.seat,
        "starts_on": protocol.starts_on.isoformat(),
        "ends_on": protocol.ends_on.isoformat(),
        "parties": [one.actor_id for one in protocol.parties],
        "indicators": [[one.label, one.measure.value, one.target] for one in protocol.indicators],
        "posts": [
            [one.function, show_fraction(one.share), one.employer_id, one.from_on.isoformat()]
            for one in protocol.posts
        ],
        "names": [[one.actor_id, one.agreed_name, one.from_on.isoformat()] for one in protocol.names],
    }


def seal_fits(protocol: PartnerProtocol) -> bool:
    """Tell whether a sealed protocol still says what was signed."""
    return protocol.digest == sealed(content_of(protocol))


def held(context: Context, protocol_id: int) -> PartnerProtocol:
    """Return a protocol, locked: two people may press the same button at once."""
    row = held_row(context.session, PartnerProtocol, protocol_id)
    if row is None:
        raise Missing("partners.unknown", t("There is no such protocol."))
    return row


def unsigned(context: Context, protocol_id: int) -> PartnerProtocol:
    """Return a locked protocol whose content may still change."""
    row = held(context, protocol_id)
    if row.digest is not None or row.state is not ProtocolState.DRAFT:
        raise Refused(
            "partners.sealed",
            t("A party has signed: what the protocol says no longer changes. Draw up another one."),
        )
    return row


def party_of(protocol: PartnerProtocol, party_id: int) -> ProtocolParty:
    """Return a party of a protocol; raises Missing."""
    found = next((one for one in protocol.parties if one.id == party_id), None)
    if found is None:
        raise Missing("partners.no_party", t("There is no such party in this protocol."))
    return found


def _association(context: Context, protocol_id: int) -> PartnerProtocol:
    protocol = unsigned(context, protocol_id)
    if protocol.form is not ProtocolForm.ASSOCIATION:
        raise Refused(
            "partners.not_associated",
            t("Posts are shared and names agreed in an association to the governance only."),
        )
    return protocol


def _partner(protocol: PartnerProtocol, actor_id: int, field: str) -> Actor:
    for one in protocol.partners:
        if one.actor_id == actor_id and one.actor is not None:
            return one.actor
    raise Invalid("partners.not_a_party", t("Choose a partner of this protocol."), field=field)


def _check_days(facts: Mapping[str, Any]) -> None:
    if facts["ends_on"] <= facts["starts_on"]:
        raise Invalid("partners.days", t("The last day comes after the first."), field="ends_on")
