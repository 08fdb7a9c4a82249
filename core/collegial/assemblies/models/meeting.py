"""An assembly, its agenda and its resolutions."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.kernel.base import Base, one_of
from collegial.statutes.models import College, Statutes
from collegial.statutes.rules import Convocation, DecisionKind

if TYPE_CHECKING:
    from collegial.assemblies.models.changing import Change
    from collegial.assemblies.models.revoking import RevokingDemand
    from collegial.assemblies.models.voting import Voting

_STANDS = text("state <> 'called_off'")


class AssemblyKind(enum.Enum):
    """Ordinary (AGO), extraordinary (AGE), both in one meeting (mixte), or of one college alone (spéciale)."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    MIXED = "mixed"
    SPECIAL = "special"

    def may_decide(self, kind: DecisionKind) -> bool:
        """Say whether an assembly of this kind can take a kind of decision."""
        return self in (AssemblyKind.MIXED, AssemblyKind.SPECIAL) or self.value == kind.value


class AssemblyState(enum.Enum):
    """From preparation to the end; INQUORATE is an assembly that could not decide, CALLED_OFF one never held."""

    DRAFT = "draft"
    CONVENED = "convened"
    OPEN = "open"
    INQUORATE = "inquorate"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class Assembly(Base):
    """A general assembly (assemblée générale), under the statutes in force on its date.

    `college_id` names the college of a special assembly, whose members alone are on the roll. `replaces_id` names the
    one that was called off, and that this one was prepared to replace.
    """

    __tablename__ = "assembly"
    __table_args__ = (
        Index("uq_assembly_second", "first_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
        Index("uq_assembly_replaces", "replaces_id", unique=True),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_before_closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AssemblyKind] = mapped_column(one_of(AssemblyKind))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300))
    online_address: Mapped[str | None] = mapped_column(String(300))
    statutes_id: Mapped[int | None] = mapped_column(ForeignKey("statutes.id"))
    state: Mapped[AssemblyState] = mapped_column(one_of(AssemblyState), default=AssemblyState.DRAFT)
    convocation: Mapped[Convocation] = mapped_column(one_of(Convocation), default=Convocation.FIRST)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("assembly.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("assembly.id"))
    convened_at: Mapped[datetime | None]
    late_reason: Mapped[str | None]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    chair_name: Mapped[str | None] = mapped_column(String(200))
    scrutineers: Mapped[str | None] = mapped_column(String(400))
    few_scrutineers: Mapped[str | None] = mapped_column(String(1000))
    secretary_name: Mapped[str | None] = mapped_column(String(200))
    debate: Mapped[str | None]
    college_id: Mapped[int | None] = mapped_column()

    college: Mapped[College | None] = relationship(
        primaryjoin="Assembly.college_id == College.id", foreign_keys=[college_id], viewonly=True
    )
    statutes: Mapped[Statutes | None] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="assembly", order_by="AgendaItem.position"
    )
    resolutions: Mapped[list["Resolution"]] = relationship(
        back_populates="assembly", order_by="Resolution.number"
    )
    changes: Mapped[list["Change"]] = relationship(
        primaryjoin="Assembly.id == foreign(Change.assembly_id)", order_by="Change.number", viewonly=True
    )

    @property
    def announced(self) -> list["Resolution"]:
        """Return the resolutions of the agenda that was sent: not those that came up in the sitting (L32)."""
        off = {one.id for one in self.items if one.demand_id}
        return [one for one in self.resolutions if one.item_id not in off]


class AgendaItem(Base):
    """One item of the agenda (point de l'ordre du jour); `template` is the key of the one it came from.

    One that names a demand came up in the sitting, off the agenda that was sent.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("assembly_id", "position"),
        Index("uq_agenda_item_demand_id", "demand_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str | None]
    template: Mapped[str | None] = mapped_column(String(40))
    demand_id: Mapped[int | None] = mapped_column(ForeignKey("revoking_demand.id"))

    assembly: Mapped[Assembly] = relationship(back_populates="items")
    demand: Mapped["RevokingDemand | None"] = relationship()


class Resolution(Base):
    """A text put to the vote (résolution): its majority is the statutes' rule for its kind."""

    __tablename__ = "resolution"
    __table_args__ = (UniqueConstraint("assembly_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str]
    kind: Mapped[DecisionKind] = mapped_column(one_of(DecisionKind))
    is_backed: Mapped[bool] = mapped_column(default=True)

    assembly: Mapped[Assembly] = relationship(back_populates="resolutions")
    item: Mapped[AgendaItem | None] = relationship()
    voting: Mapped["Voting | None"] = relationship(back_populates="resolution", cascade="all, delete-orphan")
    secret: Mapped["SecretBallot | None"] = relationship(cascade="all, delete-orphan", lazy="joined")

    @property
    def elects(self) -> bool:
        """Tell whether it elects among a list, rather than adopts a text."""
        return self.voting is not None and bool(self.voting.options)

    @property
    def is_secret(self) -> bool:
        """Tell whether it is voted in secret, as its agenda announced or as the bureau decided since."""
        return self.secret is not None

    @is_secret.setter
    def is_secret(self, wanted: bool) -> None:
        if wanted != self.is_secret:
            self.secret = SecretBallot() if wanted else None


class SecretBallot(Base):
    """That a resolution is voted in secret (scrutin secret); beside its text, which no longer changes once convened."""

    __tablename__ = "resolution_secret"

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), primary_key=True)
