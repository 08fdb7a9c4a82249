"""Read protocols, referrals and reviews: each function answers one question of a page."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial_partners.models import (
    DeploymentPeer,
    ExchangedParcel,
    FormerKey,
    IndicatorValue,
    NameAgreement,
    PartnerLink,
    PartnerProtocol,
    PeerFormerKey,
    ProtocolParty,
    ProtocolReview,
    ProtocolState,
    Referral,
    SharedPost,
    SignedCopy,
)
from collegial_partners.rules import (
    FINAL,
    Direction,
    ReferralFact,
    ReferralFigures,
    ReferralState,
    count_referrals,
    measured,
    read_figures,
)

_PARTIES = selectinload(PartnerProtocol.parties).joinedload(ProtocolParty.actor)


def board(session: Session) -> Mapping[ProtocolState, Sequence[PartnerProtocol]]:
    """Return all protocols by state, the first to end first."""
    rows = session.scalars(
        select(PartnerProtocol)
        .options(_PARTIES, selectinload(PartnerProtocol.reviews))
        .order_by(func.coalesce(PartnerProtocol.renewed_until, PartnerProtocol.ends_on), PartnerProtocol.id)
    ).all()
    return {state: [one for one in rows if one.state is state] for state in ProtocolState}


def protocol(session: Session, protocol_id: int) -> PartnerProtocol | None:
    """Return a protocol with all that its page shows; referrals have a page of their own."""
    parties = selectinload(PartnerProtocol.parties).options(
        joinedload(ProtocolParty.actor), selectinload(ProtocolParty.links)
    )
    options = (
        parties,
        selectinload(PartnerProtocol.indicators),
        selectinload(PartnerProtocol.posts).joinedload(SharedPost.employer),
        selectinload(PartnerProtocol.names).joinedload(NameAgreement.actor),
        selectinload(PartnerProtocol.copies).joinedload(SignedCopy.file),
        selectinload(PartnerProtocol.reviews).selectinload(ProtocolReview.values),
    )
    return session.scalar(select(PartnerProtocol).where(PartnerProtocol.id == protocol_id).options(*options))


def referrals(
    session: Session, *, protocol_id: int | None = None, party_id: int | None = None
) -> Sequence[Referral]:
    """Return referrals by their codes' order, those under way first; without who they are about."""
    query = select(Referral).options(
        joinedload(Referral.protocol), joinedload(Referral.party).joinedload(ProtocolParty.actor)
    )
    if protocol_id is not None:
        query = query.where(Referral.protocol_id == protocol_id)
    if party_id is not None:
        query = query.where(Referral.party_id == party_id)
    rows = session.scalars(query.order_by(Referral.sent_on.desc(), Referral.id.desc())).all()
    return sorted(rows, key=lambda one: one.state in FINAL)


def referral(session: Session, code: str) -> Referral | None:
    """Return a referral with its steps; its holder is asked for apart, by `services.referring.holder_for`."""
    options = (
        joinedload(Referral.protocol),
        joinedload(Referral.party).joinedload(ProtocolParty.actor),
        selectinload(Referral.steps),
    )
    return session.scalar(select(Referral).where(Referral.code == code).options(*options))


def waiting(session: Session) -> Sequence[str]:
    """Return the codes of the referrals that wait for the pole's answer, the oldest first."""
    query = select(Referral.code).where(
        Referral.state == ReferralState.SENT, Referral.direction == Direction.FROM_PARTNER
    )
    return session.scalars(query.order_by(Referral.sent_on, Referral.id)).all()


def under_way(session: Session) -> int:
    """Count the referrals that are not over."""
    return session.scalar(select(func.count(Referral.id)).where(Referral.state.not_in(FINAL))) or 0


def open_reviews(session: Session, by: date | None = None) -> Sequence[ProtocolReview]:
    """Return the reviews still to be concluded of protocols in force, the first due first; those due by a day."""
    query = (
        select(ProtocolReview)
        .join(ProtocolReview.protocol)
        .where(ProtocolReview.concluded_on.is_(None), PartnerProtocol.state == ProtocolState.IN_FORCE)
        .options(joinedload(ProtocolReview.protocol))
    )
    if by is not None:
        query = query.where(ProtocolReview.due_on <= by)
    return session.scalars(query.order_by(ProtocolReview.due_on, ProtocolReview.id)).all()


def count_in_force(session: Session) -> int:
    """Count the protocols in force."""
    query = select(func.count(PartnerProtocol.id)).where(PartnerProtocol.state == ProtocolState.IN_FORCE)
    return session.scalar(query) or 0


def link(session: Session, link_id: int) -> PartnerLink | None:
    """Return a personal link with the party and the protocol that it opens."""
    party = joinedload(PartnerLink.party)
    options = (party.joinedload(ProtocolParty.protocol), party.joinedload(ProtocolParty.actor))
    return session.scalar(select(PartnerLink).where(PartnerLink.id == link_id).options(*options))


def figures_of(session: Session, review: ProtocolReview) -> ReferralFigures:
    """Return a review's figures: counted now, or as they were when it was concluded."""
    if review.concluded_on is not None and review.figures is not None:
        return read_figures(review.figures)
    query = select(Referral).where(
        Referral.protocol_id == review.protocol_id,
        Referral.sent_on >= review.from_on,
        Referral.sent_on < review.due_on,
    )
    return count_referrals(
        [
            ReferralFact(direction=one.direction, project=one.project, state=one.state, outcome=one.outcome)
            for one in session.scalars(query)
        ]
    )


def indicator_values(
    review: ProtocolReview, figures: ReferralFigures
) -> Sequence[tuple[str, int | None, int | None]]:
    """Return each indicator of the protocol with its figure, and with what was aimed at."""
    by_hand = {one.indicator_id: one.value for one in review.values}
    found = []
    for one in review.protocol.indicators:
        counted = measured(one.measure, figures)
        found.append((one.label, by_hand.get(one.id) if counted is None else counted, one.target))
    return found


def value_of(session: Session, review_id: int, indicator_id: int) -> IndicatorValue | None:
    """Return what an indicator was in a review."""
    return session.scalar(
        select(IndicatorValue).where(
            IndicatorValue.review_id == review_id, IndicatorValue.indicator_id == indicator_id
        )
    )


def peers(session: Session) -> Sequence[DeploymentPeer]:
    """Return the other deployments that are known, by name."""
    query = select(DeploymentPeer).where(DeploymentPeer.forgotten_on.is_(None))
    party = joinedload(DeploymentPeer.party).joinedload(ProtocolParty.protocol)
    former = selectinload(DeploymentPeer.former_keys)
    return session.scalars(query.options(party, former).order_by(DeploymentPeer.name)).all()


def peer_with(session: Session, public_key: str, *, even_forgotten: bool = False) -> DeploymentPeer | None:
    """Return the deployment that is known by a key."""
    query = select(DeploymentPeer).where(DeploymentPeer.public_key == public_key)
    return session.scalar(query if even_forgotten else query.where(DeploymentPeer.forgotten_on.is_(None)))


def former_peer_key(session: Session, public_key: str) -> PeerFormerKey | None:
    """Return a key by which a known deployment signed once."""
    query = select(PeerFormerKey).where(PeerFormerKey.public_key == public_key)
    return session.scalar(query.options(joinedload(PeerFormerKey.peer)))


def is_taken(session: Session, public_key: str) -> bool:
    """Tell whether a key is or was that of a deployment, this one or another."""
    return (
        peer_with(session, public_key, even_forgotten=True) is not None
        or former_peer_key(session, public_key) is not None
        or was_ours(session, public_key)
    )


def was_ours(session: Session, public_key: str) -> bool:
    """Tell whether this deployment signed by a key once."""
    return session.scalar(select(FormerKey.id).where(FormerKey.public_key == public_key)) is not None


def former_keys(session: Session) -> Sequence[FormerKey]:
    """Return the keys by which this deployment signed once, the latest first."""
    return session.scalars(select(FormerKey).order_by(FormerKey.id.desc())).all()


def parcels(session: Session) -> Sequence[ExchangedParcel]:
    """Return what was given and received, the newest first; without the signed files."""
    query = select(ExchangedParcel).options(joinedload(ExchangedParcel.peer))
    return session.scalars(query.order_by(ExchangedParcel.id.desc())).all()
