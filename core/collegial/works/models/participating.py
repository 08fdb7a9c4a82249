"""The charter, who takes part in a work and why, and what the pole owes to it."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.kernel.base import Base, one_of
from collegial.kernel.text import Text
from collegial.works.models.work import Work, of_works
from collegial.works.rules import DutyKind, ParticipationState

_OPEN = text("state IN ('asked', 'accepted')")


class Charter(Base):
    """A version of what all who take part agree to (charte); a later one never changes an earlier one."""

    __tablename__ = "work_charter"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    text: Mapped[str]
    adopted_on: Mapped[date]


class Participation(Base):
    """A structure's part in a work: what it stated, what was answered, what it got in the end."""

    __tablename__ = "work_participation"
    __table_args__ = (
        CheckConstraint("collective_value <> ''", name="collective_value"),
        CheckConstraint(
            "own_support IS NOT NULL OR own_service IS NOT NULL OR own_network IS NOT NULL", name="own_value"
        ),
        CheckConstraint("(state = 'asked') = (decided_on IS NULL)", name="decided_with_date"),
        CheckConstraint("(state = 'refused') = (refusal IS NOT NULL)", name="refused_with_reason"),
        CheckConstraint("(state = 'left') = (left_on IS NOT NULL)", name="left_with_date"),
        CheckConstraint("(gained IS NULL) = (gained_on IS NULL)", name="gain_with_date"),
        Index(
            "uq_work_participation_open", "work_id", "actor_id", unique=True,
            sqlite_where=_OPEN, postgresql_where=_OPEN,
        ),
        {"info": {"rows_of_module": of_works}},
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), index=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("work_charter.id"))
    state: Mapped[ParticipationState] = mapped_column(one_of(ParticipationState))
    collective_value: Mapped[str]
    own_support: Mapped[str | None]
    own_service: Mapped[str | None]
    own_network: Mapped[str | None]
    brings: Mapped[str]
    hopes: Mapped[str | None]
    asked_on: Mapped[date]
    decided_on: Mapped[date | None]
    refusal: Mapped[str | None]
    left_on: Mapped[date | None]
    gained: Mapped[str | None]
    gained_on: Mapped[date | None]

    work: Mapped[Work] = relationship()
    actor: Mapped[Actor] = relationship()
    charter: Mapped[Charter] = relationship()


class Duty(Base):
    """One thing that the pole sees to for a work, and when it was done."""

    __tablename__ = "work_duty"
    __table_args__ = ({"info": {"rows_of_module": of_works}},)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("work.id"), index=True)
    kind: Mapped[DutyKind] = mapped_column(one_of(DutyKind))
    label: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]

    @property
    def name(self) -> Text:
        """Return what is to be done; the usual duties are said in the reader's language."""
        return Text(msgid=self.label)
