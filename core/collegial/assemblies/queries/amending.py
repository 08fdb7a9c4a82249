"""Read which resolutions change the statutes, and what they would change."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from collegial.assemblies.models import Amendment, Assembly, AssemblyKind, AssemblyState, Resolution
from collegial.kernel.errors import Missing
from collegial.kernel.text import t
from collegial.statutes.models import StatutesDraft
from collegial.statutes.queries import newest, rules_of
from collegial.statutes.rules import Difference, StatuteRules, changed, compare

# Only these decide on the statutes (L25): never one college alone.
AMENDING = (AssemblyKind.EXTRAORDINARY, AssemblyKind.MIXED)


def amendment(session: Session, resolution_id: int) -> Amendment | None:
    """Return what a resolution changes in the statutes; None for any other resolution."""
    return session.get(Amendment, resolution_id)


def amendment_to_take_back(session: Session, resolution_id: int) -> Amendment:
    """Return an amendment; raises Missing."""
    found = amendment(session, resolution_id)
    if found is None:
        raise Missing("amending.unknown", t("This resolution does not change the statutes."))
    return found


def amendments_in(session: Session, assembly_id: int) -> Sequence[Amendment]:
    """Return the amendments that an assembly decides on, in the order of its resolutions."""
    return session.scalars(
        select(Amendment)
        .join(Amendment.resolution)
        .where(Resolution.assembly_id == assembly_id)
        .options(
            contains_eager(Amendment.resolution), joinedload(Amendment.draft).joinedload(StatutesDraft.base)
        )
        .order_by(Resolution.number)
    ).all()


def amendments_of(session: Session, draft_id: int) -> Sequence[Amendment]:
    """Return the resolutions that put a draft to the vote, the last assembly first."""
    return session.scalars(
        select(Amendment)
        .join(Amendment.resolution)
        .join(Resolution.assembly)
        .where(Amendment.draft_id == draft_id)
        .options(contains_eager(Amendment.resolution).contains_eager(Resolution.assembly))
        .order_by(Assembly.id.desc())
    ).all()


def assemblies_to_amend(session: Session) -> Sequence[Assembly]:
    """Return the first convocations in preparation that may decide on the statutes, the next first."""
    prepared = select(Assembly).where(
        Assembly.state == AssemblyState.DRAFT, Assembly.kind.in_(AMENDING), Assembly.first_id.is_(None)
    )
    return session.scalars(prepared.order_by(Assembly.starts_at, Assembly.id)).all()


def changes_of(session: Session, rules: StatuteRules) -> list[Difference]:
    """Return the clauses that new rules change in the newest version."""
    base = newest(session)
    return changed(compare(rules_of(base), rules)) if base else []
