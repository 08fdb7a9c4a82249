"""What of the financial tools is in use: asked before they are switched off."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collegial.plugin import Lifecycle, Text, nt
from collegial_finance.rounds.models import FundingRound, RoundState


def under_way(session: Session) -> Sequence[Text]:
    """Say how many rounds are open."""
    query = select(func.count(FundingRound.id)).where(FundingRound.state == RoundState.OPEN)
    number = session.scalar(query) or 0
    if not number:
        return ()
    return (
        nt(
            "%(count)d funding round is open: its pledges could not be followed any more.",
            "%(count)d funding rounds are open: their pledges could not be followed any more.",
            number,
        ),
    )


LIFECYCLE = Lifecycle(key="finance.lifecycle", in_use=under_way)
