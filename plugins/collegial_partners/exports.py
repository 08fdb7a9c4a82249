"""The protocols and the referrals as lists for a spreadsheet; referrals are codes there."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from collegial.plugin import Column, Exporter, Row, t
from collegial_partners import queries, words
from collegial_partners.models import PartnerProtocol, ProtocolParty
from collegial_partners.permissions import READ, REFER


def protocol_rows(session: Session) -> Iterator[Row]:
    """Yield a row for each protocol."""
    parties = selectinload(PartnerProtocol.parties).joinedload(ProtocolParty.actor)
    query = select(PartnerProtocol).options(parties).order_by(PartnerProtocol.id)
    for one in session.scalars(query):
        partners = ", ".join(party.actor.name for party in one.partners if party.actor)
        yield (
            one.id, words.FORMS[one.form], one.title, partners, words.STATES[one.state], one.starts_on,
            one.last_day, one.ended_on,
        )  # fmt: skip


def referral_rows(session: Session) -> Iterator[Row]:
    """Yield a row for each referral."""
    for one in queries.referrals(session):
        yield (
            one.code, one.protocol.title, words.party_name(one.party), words.DIRECTIONS[one.direction],
            words.PROJECTS[one.project], one.sent_on, words.REFERRAL_STATES[one.state],
            words.OUTCOMES[one.outcome] if one.outcome else None,
            words.REASONS[one.reason] if one.reason else None, one.ended_on,
        )  # fmt: skip


PROTOCOLS = Exporter(
    key="partners.protocols",
    title=t("Protocols with partners"),
    columns=(
        Column(t("Number"), "number"),
        Column(t("Form")),
        Column(t("Title")),
        Column(t("Partners")),
        Column(t("State")),
        Column(t("From"), "date"),
        Column(t("Until"), "date"),
        Column(t("Ended on"), "date"),
    ),
    rows=protocol_rows,
    permission=READ,
)
REFERRALS = Exporter(
    key="partners.referrals",
    title=t("Referrals"),
    columns=(
        Column(t("Code")),
        Column(t("Protocol")),
        Column(t("Partner")),
        Column(t("Direction")),
        Column(t("Kind of project")),
        Column(t("Sent on"), "date"),
        Column(t("State")),
        Column(t("Outcome")),
        Column(t("Why not")),
        Column(t("Ended on"), "date"),
    ),
    rows=referral_rows,
    permission=REFER,
)
