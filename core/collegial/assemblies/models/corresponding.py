"""Votes by correspondence: the forms that members send before an assembly."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models.attending import RollEntry
from collegial.kernel.base import Base, one_of

_STILL_HOLDS = text("withdrawn_at IS NULL")


class FormWay(enum.Enum):
    """How a form came in: filled in online by the voter, or on paper and entered by the staff."""

    ONLINE = "online"
    PAPER = "paper"


class CorrespondenceForm(Base):
    """A form of vote by correspondence (formulaire de vote par correspondance), one at a time for a voting right.

    `answers` holds a choice by the number of its resolution, in the text that a ballot paper would carry; a
    resolution without one is not voted on. `digest` seals the form; the `salt` keeps the seal, which the journal
    holds before the vote, from telling the choices.
    """

    __tablename__ = "correspondence_form"
    __table_args__ = (
        Index(
            "uq_correspondence_form_live",
            "entry_id",
            unique=True,
            sqlite_where=_STILL_HOLDS,
            postgresql_where=_STILL_HOLDS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    way: Mapped[FormWay] = mapped_column(one_of(FormWay))
    received_on: Mapped[date]
    entered_at: Mapped[datetime]
    answers: Mapped[dict[str, Any]]
    salt: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None]

    entry: Mapped[RollEntry] = relationship()
