"""Whom an atelier lets in: each party reads and prints its own contract."""

from sqlalchemy import or_, select

from collegial.plugin import AccessRule, Participation, Representative, Rows, Viewer, t
from collegial_atelier.models import Contract
from collegial_atelier.permissions import READ_CONTRACTS


def own_contracts(viewer: Viewer) -> Rows:
    """Return the contracts of the structures that the viewer represents, or is, and those of its own work."""
    represented = select(Representative.organisation_id).where(
        Representative.person_id == viewer.actor_id, Representative.ends_on.is_(None)
    )
    mine = or_(
        Contract.person_id == viewer.actor_id,
        Participation.actor_id == viewer.actor_id,
        Participation.actor_id.in_(represented),
    )
    return select(Contract.id).join(Contract.participation).where(mine)


OWN = AccessRule(
    key="atelier.own_contracts",
    permission=READ_CONTRACTS,
    rows=own_contracts,
    reason=t("Your structure, or you, committed to this contract."),
)
