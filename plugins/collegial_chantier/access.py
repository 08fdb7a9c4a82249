"""Whom a chantier lets in: those who work on it read the proposal that it feeds."""

from sqlalchemy import select

from collegial.plugin import READ_PROPOSALS, AccessRule, Representative, Rows, Viewer, t
from collegial_chantier.models import Chantier, Participant


def proposals_fed(viewer: Viewer) -> Rows:
    """Return the proposals fed by a chantier in which the viewer, or a structure it represents, takes part."""
    represented = select(Representative.organisation_id).where(
        Representative.person_id == viewer.actor_id, Representative.ends_on.is_(None)
    )
    fed = select(Chantier.proposal_id).join(Chantier.participants).where(Chantier.proposal_id.is_not(None))
    return fed.where(Participant.actor_id.in_(represented), Participant.left_on.is_(None))


READERS = AccessRule(
    key="chantier.readers",
    permission=READ_PROPOSALS,
    rows=proposals_fed,
    reason=t("Your structure takes part in a chantier that feeds this proposal."),
)
