"""What other programs can be told: public things alone, and of what members read the number and the address.

A title may name a person, such as that of an exclusion: it goes out where every visitor reads it already.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.assemblies.events import AssemblyClosed, AssemblyConvened, AssemblyOpened
from collegial.assemblies.models import Assembly, AssemblyKind
from collegial.calling_off.events import AssemblyCalledOff
from collegial.decisions.events import DecisionEntered, DecisionMadeKnown, DecisionTakenBack
from collegial.decisions.models import Decision
from collegial.decisions.queries import publication, titles_without_name
from collegial.kernel.events import Event
from collegial.kernel.text import Text, t
from collegial.minutes.events import MinutesEstablished
from collegial.proposals.events import AdoptionLinked, GatePassed
from collegial.proposals.models import Proposal


@dataclass(frozen=True, kw_only=True)
class News:
    """What is told of one thing: the page it leads to, and facts that stand beside its address."""

    endpoint: str
    values: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WebhookKind:
    """A kind of thing; `tell` returns None where the public learns nothing of it."""

    key: str
    label: Text
    event: type[Event]
    tell: Callable[[Session, Any], News | None]


def _meeting(
    session: Session, event: AssemblyConvened | AssemblyOpened | AssemblyClosed | AssemblyCalledOff
) -> News | None:
    """Tell of an assembly as the public calendar does, which leaves out those of one college alone."""
    found = session.get_one(Assembly, event.assembly)
    if found.kind is AssemblyKind.SPECIAL:
        return None
    facts = {"title": found.title, "starts_at": found.starts_at.isoformat().replace("+00:00", "Z")}
    return News(endpoint="assemblies.show", values={"assembly_id": found.id}, facts=facts)


def _minutes(session: Session, event: MinutesEstablished) -> News | None:
    found = session.get_one(Assembly, event.assembly)
    if found.kind is AssemblyKind.SPECIAL:
        return None
    facts = {"number": event.number, "assembly": found.title}
    return News(endpoint="minutes.pdf", values={"assembly_id": found.id}, facts=facts)


def _entered(_session: Session, event: DecisionEntered) -> News:
    facts = {"number": event.number, "decided_on": event.decided_on}
    return News(endpoint="decisions.show", values={"number": event.number}, facts=facts)


def _made_known(session: Session, event: DecisionMadeKnown) -> News | None:
    """Tell of a decision that everyone may read, unless it was taken back before this is said."""
    found = session.scalars(select(Decision).where(Decision.number == event.number)).one()
    if publication(session, found) is None:
        return None
    title = titles_without_name(session, [found]).get(found.id, found.title)
    facts = {"number": found.number, "title": title, "decided_on": found.decided_on.isoformat()}
    return News(endpoint="decisions.published", values={"number": found.number}, facts=facts)


def _taken_back(_session: Session, event: DecisionTakenBack) -> News:
    return News(
        endpoint="decisions.published", values={"number": event.number}, facts={"number": event.number}
    )


def _passed(session: Session, event: GatePassed) -> News | None:
    stages = {"from": event.from_stage, "to": event.to_stage}
    return _proposal(session, event.proposal, stages)


def _adopted(session: Session, event: AdoptionLinked) -> News | None:
    return _proposal(session, event.proposal, {"decision": event.decision})


def _proposal(session: Session, slug: str, facts: Mapping[str, Any]) -> News | None:
    title = session.scalar(select(Proposal.title).where(Proposal.slug == slug, Proposal.is_public))
    if title is None:
        return None
    return News(endpoint="proposals.show", values={"slug": slug}, facts={"title": title, **facts})


KINDS = (
    WebhookKind(
        key="assembly.convened", label=t("An assembly is convened"), event=AssemblyConvened, tell=_meeting
    ),
    WebhookKind(key="assembly.opened", label=t("An assembly is opened"), event=AssemblyOpened, tell=_meeting),
    WebhookKind(key="assembly.closed", label=t("An assembly is closed"), event=AssemblyClosed, tell=_meeting),
    WebhookKind(
        key="assembly.called_off", label=t("An assembly is called off"), event=AssemblyCalledOff, tell=_meeting
    ),
    WebhookKind(
        key="minutes.established", label=t("Minutes are established"), event=MinutesEstablished, tell=_minutes
    ),
    WebhookKind(
        key="decision.recorded", label=t("A decision is recorded"), event=DecisionEntered, tell=_entered
    ),
    WebhookKind(
        key="decision.published", label=t("A decision is made known"), event=DecisionMadeKnown, tell=_made_known
    ),
    WebhookKind(
        key="decision.withdrawn", label=t("A decision is taken off the public site"), event=DecisionTakenBack,
        tell=_taken_back,
    ),
    WebhookKind(
        key="proposal.passed", label=t("A proposal passes to its next version"), event=GatePassed, tell=_passed
    ),
    WebhookKind(key="proposal.adopted", label=t("A proposal is adopted"), event=AdoptionLinked, tell=_adopted),
)  # fmt: skip
