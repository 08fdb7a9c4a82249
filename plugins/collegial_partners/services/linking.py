"""Give people of a partner a personal link, and take it back."""

from datetime import timedelta

from collegial.plugin import (
    Context,
    Expired,
    Invalid,
    Missing,
    Refused,
    held_row,
    promise,
    require,
    settings_of,
    t,
)
from collegial_partners import queries
from collegial_partners.events import LinkMade, LinkRevoked
from collegial_partners.models import PartnerLink, ProtocolState
from collegial_partners.permissions import MANAGE
from collegial_partners.services.protocols import held, party_of
from collegial_partners.settings import RULES

SEND_LINK = "partners.send_link"


def make_link(context: Context, *, protocol_id: int, party_id: int, name: str, email: str) -> PartnerLink:
    """Send someone of a partner a personal link to the referrals of a protocol."""
    require(context.by, MANAGE)
    protocol = held(context, protocol_id)
    party = party_of(protocol, party_id)
    if party.actor_id is None:
        raise Refused("partners.own_link", t("The pole’s own people sign in: they need no link."))
    if protocol.state is ProtocolState.DRAFT:
        raise Refused(
            "partners.not_in_force", t("The protocol is not in force: its parties have yet to sign.")
        )
    if "@" not in email:
        raise Invalid("partners.email", t("Write a whole e-mail address."), field="email")
    now = context.clock.now()
    days = settings_of(context.session, RULES).link_days
    row = PartnerLink(
        party_id=party.id, name=name.strip(), email=email.strip(), made_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    context.session.add(row)
    context.session.flush()
    context.session.expire(party, ["links"])
    promise(context.session, SEND_LINK, {"link": row.id}, at=now)
    context.emit(LinkMade(link=row.id, party=party.id))
    return row


def revoke_link(context: Context, *, protocol_id: int, link_id: int) -> None:
    """Take a personal link back at once."""
    require(context.by, MANAGE)
    protocol = held(context, protocol_id)
    row = held_row(context.session, PartnerLink, link_id)
    if row is None or row.party.protocol_id != protocol.id:
        raise Missing("partners.no_link", t("There is no such personal link."))
    if row.revoked_at is None:
        row.revoked_at = context.clock.now()
        context.emit(LinkRevoked(link=row.id))


def followed(context: Context, link_id: object) -> PartnerLink:
    """Return the personal link of a number, while it holds. Raises Missing or Expired."""
    row = queries.link(context.session, link_id) if isinstance(link_id, int) else None
    if row is None:
        raise Missing("partners.no_link", t("There is no such personal link."))
    if row.revoked_at is not None or row.expires_at <= context.clock.now():
        raise Expired(
            "partners.link_ended",
            t("This personal link is no longer valid. Ask the pole for another one."),
        )
    return row


def held_link(context: Context, link: PartnerLink) -> PartnerLink:
    """Return a personal link that nobody takes back until the act by it is done. Raises Expired once it was."""
    held_row(context.session, PartnerLink, link.id)
    return followed(context, link.id)
