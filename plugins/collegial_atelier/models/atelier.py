"""An atelier: its season, the bounds of its group, whom it calls, and what it costs."""

import enum
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Money, Priority, Work, WorkPhase, one_of
from collegial_atelier.rules import AtelierKind, Size, Spot

if TYPE_CHECKING:
    from collegial_atelier.models.contracts import Contract
    from collegial_atelier.models.results import HelpRequest, Production, Sponsor


class ProspectRole(enum.Enum):
    """As what somebody was spotted: a structure for the group, or an expert to hear."""

    STRUCTURE = "structure"
    EXPERT = "expert"


class FundingState(enum.Enum):
    """How far a source of money has come."""

    SOUGHT = "sought"
    FOUND = "found"
    REFUSED = "refused"


class Atelier(Base):
    """A seasonal workshop (atelier); what every common work has is the core's, by its number."""

    __tablename__ = "atelier_atelier"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="season"),
        CheckConstraint("least >= 2 AND most >= least", name="size"),
        CheckConstraint("needed >= 0", name="needed"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("work.id"), primary_key=True)
    kind: Mapped[AtelierKind] = mapped_column(one_of(AtelierKind))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    least: Mapped[int]
    most: Mapped[int]
    needed: Mapped[Money]

    work: Mapped[Work] = relationship(lazy="joined", innerjoin=True)
    themes: Mapped[list["Theme"]] = relationship(back_populates="atelier", order_by="Theme.position")
    prospects: Mapped[list["Prospect"]] = relationship(back_populates="atelier", order_by="Prospect.id")
    fundings: Mapped[list["Funding"]] = relationship(back_populates="atelier", order_by="Funding.id")
    contracts: Mapped[list["Contract"]] = relationship(back_populates="atelier", order_by="Contract.number")
    productions: Mapped[list["Production"]] = relationship(back_populates="atelier", order_by="Production.id")
    sponsors: Mapped[list["Sponsor"]] = relationship(back_populates="atelier", order_by="Sponsor.id")
    requests: Mapped[list["HelpRequest"]] = relationship(back_populates="atelier", order_by="HelpRequest.id")

    title: AssociationProxy[str] = association_proxy("work", "title")
    question: AssociationProxy[str] = association_proxy("work", "question")
    priority: AssociationProxy[Priority | None] = association_proxy("work", "priority")
    phase: AssociationProxy[WorkPhase] = association_proxy("work", "phase")

    @property
    def size(self) -> Size:
        """Return the bounds of its group."""
        return Size(least=self.least, most=self.most)


class Theme(Base):
    """One of several themes under the question."""

    __tablename__ = "atelier_theme"
    __table_args__ = (UniqueConstraint("atelier_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    atelier_id: Mapped[int] = mapped_column(ForeignKey("atelier_atelier.id"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))

    atelier: Mapped[Atelier] = relationship(back_populates="themes")


class Prospect(Base):
    """A structure or an expert that was spotted (repérage), and whether it comes."""

    __tablename__ = "atelier_prospect"
    __table_args__ = (UniqueConstraint("atelier_id", "actor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    atelier_id: Mapped[int] = mapped_column(ForeignKey("atelier_atelier.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    role: Mapped[ProspectRole] = mapped_column(one_of(ProspectRole))
    state: Mapped[Spot] = mapped_column(one_of(Spot))
    note: Mapped[str | None]
    called_on: Mapped[date | None]

    atelier: Mapped[Atelier] = relationship(back_populates="prospects")
    actor: Mapped[Actor] = relationship()


class Funding(Base):
    """A source of money for the atelier: sought, found or refused.

    A funding round of another module is known by that module and its number there.
    """

    __tablename__ = "atelier_funding"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(round_module IS NULL) = (round_number IS NULL)", name="whole_round"),
        UniqueConstraint("atelier_id", "round_module", "round_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    atelier_id: Mapped[int] = mapped_column(ForeignKey("atelier_atelier.id"), index=True)
    source: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Money]
    state: Mapped[FundingState] = mapped_column(one_of(FundingState))
    state_on: Mapped[date]
    round_module: Mapped[str | None] = mapped_column(String(30))
    round_number: Mapped[int | None]

    atelier: Mapped[Atelier] = relationship(back_populates="fundings")
