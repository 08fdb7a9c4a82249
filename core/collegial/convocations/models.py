"""What became of each convocation: every attempt, written once."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models import Invitation
from collegial.kernel.base import Base, one_of


class Outcome(enum.Enum):
    """What an attempt came to: left by mail, was posted or handed over, failed here, or came back."""

    MAILED = "mailed"
    POSTED = "posted"
    HANDED = "handed"
    FAILED = "failed"
    BOUNCED = "bounced"


class Paper(Base):
    """What letters that left said to all, in one language, and the logo that they bore; written once."""

    __tablename__ = "convocation_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    locale: Mapped[str] = mapped_column(String(20))
    said: Mapped[str] = mapped_column(Text, deferred=True)
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class Attempt(Base):
    """One attempt to reach a voter (preuve d’envoi), with the fingerprint of the letter that left."""

    __tablename__ = "convocation_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome))
    at: Mapped[datetime]
    message_id: Mapped[str | None] = mapped_column(String(200), index=True)
    digest: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(String(40))
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("convocation_paper.id"))

    invitation: Mapped[Invitation] = relationship()
    paper: Mapped[Paper | None] = relationship()
