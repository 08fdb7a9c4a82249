"""Who may vote and who is there: the roll, mandates, stays, invitations, and the quorum found."""

import enum
from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models.meeting import Assembly
from collegial.kernel.base import Base, one_of
from collegial.statutes.models import College
from collegial.statutes.rules import DecisionKind

if TYPE_CHECKING:
    from collegial.assemblies.models.corresponding import CorrespondenceForm
    from collegial.assemblies.models.spouses import SpouseProxy

_NOT_REVOKED = text("revoked_at IS NULL")
_STILL_HERE = text("left_at IS NULL")


class RollEntry(Base):
    """A voting right as it stood when the assembly was convened (ligne de la liste électorale)."""

    __tablename__ = "roll_entry"
    __table_args__ = (
        UniqueConstraint("assembly_id", "member_id"),
        UniqueConstraint("assembly_id", "id"),
        Index("ix_roll_entry_assembly_id_name", "assembly_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    college_id: Mapped[int | None] = mapped_column(ForeignKey("college.id"), index=True)
    member_number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))

    assembly: Mapped[Assembly] = relationship()
    college: Mapped[College | None] = relationship()
    # What holds for it now; each is one at most, by the unique indexes of its table.
    proxy_given: Mapped["Mandate | None"] = relationship(
        primaryjoin="and_(foreign(Mandate.giver_id) == RollEntry.id, Mandate.kind == 'proxy', "
        "Mandate.revoked_at.is_(None))", viewonly=True,
    )  # fmt: skip
    left_to_chair: Mapped["BlankProxy | None"] = relationship(
        primaryjoin="and_(foreign(BlankProxy.entry_id) == RollEntry.id, BlankProxy.revoked_at.is_(None))",
        viewonly=True,
    )  # fmt: skip
    spouse_named: Mapped["SpouseProxy | None"] = relationship(
        primaryjoin="and_(foreign(SpouseProxy.entry_id) == RollEntry.id, SpouseProxy.revoked_at.is_(None))",
        viewonly=True,
    )  # fmt: skip
    form_sent: Mapped["CorrespondenceForm | None"] = relationship(
        primaryjoin="and_(foreign(CorrespondenceForm.entry_id) == RollEntry.id, "
        "CorrespondenceForm.withdrawn_at.is_(None))", viewonly=True,
    )  # fmt: skip


class MandateKind(enum.Enum):
    """One's own vote, or another's by proxy (pouvoir)."""

    OWN = "own"
    PROXY = "proxy"


class Mandate(Base):
    """The right of a holder to cast the vote of a giver in one assembly.

    `accepted_at` and `declined_at` are the holder's answer to a proxy; one declined is revoked too. `for_pair`
    lets it hold in the ordinary and the extraordinary assembly alike. The database keeps the cap: a holder's
    live proxies have distinct slots from 1 to `cap`, and a giver has one live proxy at most.
    """

    __tablename__ = "mandate"
    __table_args__ = (
        ForeignKeyConstraint(["assembly_id", "giver_id"], ["roll_entry.assembly_id", "roll_entry.id"]),
        ForeignKeyConstraint(["assembly_id", "holder_id"], ["roll_entry.assembly_id", "roll_entry.id"]),
        UniqueConstraint("id", "giver_id"),
        CheckConstraint("(kind = 'own') = (giver_id = holder_id)", name="own_is_to_oneself"),
        CheckConstraint("kind = 'own' OR (slot >= 1 AND slot <= cap)", name="slot_under_cap"),
        CheckConstraint("kind = 'proxy' OR revoked_at IS NULL", name="own_stays"),
        Index(
            "uq_mandate_live_giver",
            "giver_id",
            "kind",
            unique=True,
            sqlite_where=_NOT_REVOKED,
            postgresql_where=_NOT_REVOKED,
        ),
        Index(
            "uq_mandate_live_slot",
            "holder_id",
            "slot",
            unique=True,
            sqlite_where=_NOT_REVOKED,
            postgresql_where=_NOT_REVOKED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    kind: Mapped[MandateKind] = mapped_column(one_of(MandateKind))
    giver_id: Mapped[int] = mapped_column(index=True)
    holder_id: Mapped[int] = mapped_column(index=True)
    slot: Mapped[int | None]
    cap: Mapped[int | None]
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    on_paper: Mapped[bool] = mapped_column(default=False)
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    for_pair: Mapped[bool] = mapped_column(default=False, server_default=false())

    giver: Mapped[RollEntry] = relationship(
        primaryjoin="Mandate.giver_id == RollEntry.id", foreign_keys=[giver_id], viewonly=True
    )
    holder: Mapped[RollEntry] = relationship(
        primaryjoin="Mandate.holder_id == RollEntry.id", foreign_keys=[holder_id], viewonly=True
    )


class AttendanceMode(enum.Enum):
    """How someone takes part in person: in the room, or from a distance."""

    ROOM = "room"
    REMOTE = "remote"


class Attendance(Base):
    """A stay at the assembly, with its times; one open stay per voting right (feuille de présence).

    What the desk wrote down without a connection, and sent later, keeps its own time; `…_entered_at` is then
    the moment at which it was sent, and None for what was entered at once.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("left_at IS NULL OR left_at >= arrived_at", name="period"),
        Index(
            "uq_attendance_current",
            "entry_id",
            unique=True,
            sqlite_where=_STILL_HERE,
            postgresql_where=_STILL_HERE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    mode: Mapped[AttendanceMode] = mapped_column(one_of(AttendanceMode))
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    arrival_entered_at: Mapped[datetime | None]
    departure_entered_at: Mapped[datetime | None]

    entry: Mapped[RollEntry] = relationship()


class Invitation(Base):
    """That someone was convened, how, and until when the personal link holds.

    The link is signed, not stored; it names the person and signs nobody in.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    channel: Mapped[str] = mapped_column(String(10))

    entry: Mapped[RollEntry] = relationship()


class QuorumRecord(Base):
    """A quorum as it was found at a moment, for the minutes; `colleges` is the attendance it was computed from.

    `rulings` is what the rules of modules that the statutes ask for said then; they are not asked again.
    """

    __tablename__ = "quorum_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(one_of(DecisionKind))
    taken_at: Mapped[datetime]
    reached: Mapped[bool]
    value: Mapped[Fraction]
    required: Mapped[Fraction]
    count: Mapped[int]
    needed: Mapped[int]
    colleges: Mapped[list[Any]]
    rulings: Mapped[list[Any] | None]


class BlankProxy(Base):
    """A proxy without a holder (pouvoir en blanc): the chair uses it as the statutes say; one for a voting right."""

    __tablename__ = "blank_proxy"
    __table_args__ = (
        Index(
            "uq_blank_proxy_live",
            "entry_id",
            unique=True,
            sqlite_where=_NOT_REVOKED,
            postgresql_where=_NOT_REVOKED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    given_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    on_paper: Mapped[bool] = mapped_column(default=False)
    for_pair: Mapped[bool] = mapped_column(default=False)

    entry: Mapped[RollEntry] = relationship()
