"""Read the amendments to a proposal."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from collegial.kernel.paging import Page, page_of
from collegial.proposals.models import (
    Amendment,
    AmendmentKind,
    AmendmentState,
    AmendmentSupport,
    Proposal,
    Version,
)


def amendments_to(session: Session, proposal: Proposal, number: int) -> Page[Amendment]:
    """Return a page of the amendments to a proposal, the newest first, with authors and supports."""
    query = select(Amendment).where(Amendment.proposal_id == proposal.id).order_by(Amendment.id.desc())
    return page_of(
        session,
        query.options(joinedload(Amendment.author), selectinload(Amendment.supports)),
        number=number,
    )


def amendments_on(session: Session, version: Version, *, most: int) -> Mapping[str, Sequence[Amendment]]:
    """Return the amendments to a version that were not withdrawn, by the key of their piece: the newest of each."""
    piece = func.coalesce(Amendment.action_key, Amendment.axis_key, "")
    place = func.row_number().over(partition_by=piece, order_by=Amendment.id.desc()).label("place")
    ranked = select(Amendment.id, place).where(
        Amendment.version_id == version.id, Amendment.state != AmendmentState.WITHDRAWN
    )
    newest = ranked.subquery()
    query = (
        select(Amendment)
        .where(Amendment.id.in_(select(newest.c.id).where(newest.c.place <= most)))
        .order_by(Amendment.id)
        .options(joinedload(Amendment.author), selectinload(Amendment.supports))
    )
    found: dict[str, list[Amendment]] = {}
    for one in session.scalars(query):
        found.setdefault(one.action_key or one.axis_key or "", []).append(one)
    return found


def amendment_in(session: Session, proposal: Proposal, amendment_id: int) -> Amendment | None:
    """Return an amendment to a proposal with who supports it."""
    query = select(Amendment).where(Amendment.id == amendment_id, Amendment.proposal_id == proposal.id)
    return session.scalars(
        query.options(
            joinedload(Amendment.author),
            selectinload(Amendment.supports),
        )
    ).one_or_none()


def accepted_amendments(session: Session, proposal: Proposal) -> Sequence[Amendment]:
    """Return the amendments to a proposal that were accepted and did not go into a text yet."""
    query = select(Amendment).where(
        Amendment.proposal_id == proposal.id, Amendment.state == AmendmentState.ACCEPTED,
        Amendment.kind != AmendmentKind.REMARK,
    )  # fmt: skip
    return session.scalars(query.order_by(Amendment.id)).all()


def open_amendments(session: Session, proposal: Proposal) -> int:
    """Return how many amendments to a proposal wait for an answer."""
    return waiting_amendments(session, [proposal.id]).get(proposal.id, 0)


def unanswered(session: Session, proposal: Proposal, *, most: int | None = None) -> Sequence[Amendment]:
    """Return the amendments to a proposal that wait for an answer, the oldest first, with their authors."""
    query = select(Amendment).where(
        Amendment.proposal_id == proposal.id, Amendment.state == AmendmentState.OPEN
    )
    shown = query.order_by(Amendment.id).limit(most).options(joinedload(Amendment.author))
    return session.scalars(shown).all()


def waiting_amendments(session: Session, proposal_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many amendments to some proposals wait for an answer, by proposal, in one statement."""
    query = select(Amendment.proposal_id, func.count()).where(
        Amendment.proposal_id.in_(proposal_ids), Amendment.state == AmendmentState.OPEN
    )
    return dict(session.execute(query.group_by(Amendment.proposal_id)).all())


def amendments_in_conflict(session: Session, proposal: Proposal) -> Sequence[Amendment]:
    """Return the accepted amendments that met another change and wait for a person."""
    query = select(Amendment).where(
        Amendment.proposal_id == proposal.id, Amendment.state == AmendmentState.IN_CONFLICT
    )
    return session.scalars(query.order_by(Amendment.id)).all()


def remarks_taken_up(session: Session, proposal: Proposal) -> Sequence[Amendment]:
    """Return the remarks that the group took up and nobody worked in or left out yet, the oldest first."""
    query = select(Amendment).where(
        Amendment.proposal_id == proposal.id,
        Amendment.kind == AmendmentKind.REMARK, Amendment.state == AmendmentState.ACCEPTED,
    )  # fmt: skip
    return session.scalars(query.order_by(Amendment.id)).all()


def left_to_work_in(session: Session, proposal: Proposal) -> int:
    """Return how many accepted amendments and remarks wait for a person to put them into the text."""
    is_remark = and_(Amendment.kind == AmendmentKind.REMARK, Amendment.state == AmendmentState.ACCEPTED)
    query = select(func.count(Amendment.id)).where(
        Amendment.proposal_id == proposal.id, or_(is_remark, Amendment.state == AmendmentState.IN_CONFLICT)
    )
    return session.scalar(query) or 0


def supports_of(session: Session, amendment: Amendment) -> Sequence[AmendmentSupport]:
    """Return who supports an amendment."""
    query = select(AmendmentSupport).where(AmendmentSupport.amendment_id == amendment.id)
    return session.scalars(query.order_by(AmendmentSupport.id)).all()
