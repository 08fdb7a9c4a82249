"""Let the parties of a protocol sign it."""

from datetime import date

from sqlalchemy.orm import Session

from collegial.plugin import Actor, Context, Invalid, Refused, out_of_mandate, require, t
from collegial_partners.events import ProtocolInForce, ProtocolSigned
from collegial_partners.models import PartnerProtocol, ProtocolForm, ProtocolParty, ProtocolState
from collegial_partners.permissions import MANAGE
from collegial_partners.rules import Readiness, sealed, why_not_sign
from collegial_partners.services.protocols import content_of, held, party_of
from collegial_partners.services.recalling import open_review, recall_end


def sign_protocol(
    context: Context,
    *,
    protocol_id: int,
    party_id: int,
    signatory: str,
    signed_on: date,
    despite_register: bool = False,
) -> PartnerProtocol:
    """Record a party's signature; the first seals the content, the last puts the protocol in force.

    A representative who has no mandate on that day is taken only `despite_register`.
    """
    require(context.by, MANAGE)
    protocol = held(context, protocol_id)
    party = party_of(protocol, party_id)
    _require_signable(context, protocol, party)
    if signed_on > context.today:
        raise Invalid("partners.signed_later", t("This day is still to come."), field="signed_on")
    if not despite_register and (gone := without_mandate(context.session, party, signatory, signed_on)):
        raise _no_mandate(gone, party, signed_on)
    protocol.digest = protocol.digest or sealed(content_of(protocol))
    party.signatory, party.signed_on = signatory, signed_on
    context.emit(ProtocolSigned(protocol=protocol.id, party=party.id, digest=protocol.digest))
    if all(one.signed_on is not None for one in protocol.parties):
        _put_in_force(context, protocol)
    return protocol


def _require_signable(context: Context, protocol: PartnerProtocol, party: ProtocolParty) -> None:
    if protocol.state is not ProtocolState.DRAFT or party.signed_on is not None:
        raise Refused("partners.signed_already", t("This party has already signed."))
    if protocol.ends_on < context.today:
        raise Refused(
            "partners.over",
            t("The last day of this protocol has passed: draw up another one, with days to come."),
        )
    if obstacle := why_not_sign(_readiness(protocol)):
        raise Refused("partners.not_ready", obstacle)


def without_mandate(session: Session, party: ProtocolParty, signatory: str, day: date) -> Actor | None:
    """Return the representative of a partner whom the signatory is, if the register knows no mandate that day."""
    return out_of_mandate(session, party.actor_id, signatory, day) if party.actor_id else None


def _no_mandate(gone: Actor, party: ProtocolParty, day: date) -> Refused:
    assert party.actor is not None  # the pole has no representatives in the register
    return Refused(
        "partners.no_mandate",
        t(
            "According to the directory, %(person)s did not represent %(organisation)s on %(day)s. Look at the name "
            "and the day once more; if the signature is valid all the same, tick the box.",
            day=day, person=gone.name, organisation=party.actor.name,
        ),
        field="despite_register",
    )  # fmt: skip


def _put_in_force(context: Context, protocol: PartnerProtocol) -> None:
    protocol.state = ProtocolState.IN_FORCE
    context.emit(ProtocolInForce(protocol=protocol.id))
    open_review(context, protocol)
    recall_end(context, protocol)


def _readiness(protocol: PartnerProtocol) -> Readiness:
    return Readiness(
        is_cooperation=protocol.form is ProtocolForm.COOPERATION,
        partners=len(protocol.partners),
        has_orientation=bool(protocol.orientation),
        has_information=bool(protocol.information),
        has_seat=bool(protocol.seat),
    )
