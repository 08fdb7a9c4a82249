"""Read how the actions of the last version are carried out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from collegial.decisions.models import Decision
from collegial.proposals.models import Action, Adoption, Axis, CarryingState, CarryingStep, Proposal
from collegial.proposals.queries import content_of, draft_of, next_passage

_ENDED = (CarryingState.DONE, CarryingState.DROPPED)


@dataclass(frozen=True, kw_only=True)
class Carried:
    """An action and its steps, the latest first."""

    axis: Axis
    action: Action
    steps: Sequence[CarryingStep]

    @property
    def now(self) -> CarryingStep | None:
        """Return how it stands; None before the first step."""
        return self.steps[0] if self.steps else None

    def is_late(self, day: date) -> bool:
        """Tell whether it was due before a day and has not ended."""
        now = self.now
        return now is not None and now.due_on is not None and now.due_on < day and now.state not in _ENDED


def carried(session: Session, proposal: Proposal) -> list[Carried]:
    """Return every action of the last version with its steps; none before the last stage."""
    if next_passage(proposal) is not None:
        return []
    query = select(CarryingStep).where(CarryingStep.proposal_id == proposal.id)
    steps = session.scalars(
        query.order_by(CarryingStep.id.desc()).options(joinedload(CarryingStep.file))
    ).all()
    return [
        Carried(axis=axis, action=action, steps=[one for one in steps if one.action_key == action.key])
        for axis in content_of(session, draft_of(proposal))
        for action in axis.actions
    ]


def adoption_of(session: Session, proposal: Proposal) -> Adoption | None:
    """Return the decision of the register that adopted a proposal."""
    query = select(Adoption).where(Adoption.proposal_id == proposal.id)
    return session.scalars(query.options(joinedload(Adoption.decision))).one_or_none()


def adopted(session: Session) -> Sequence[Decision]:
    """Return the adopted decisions of the register, the latest first."""
    query = select(Decision).where(Decision.is_adopted.is_(True)).order_by(Decision.number.desc())
    return session.scalars(query.limit(500)).all()
