"""Open votes: sessions, sign-off, ballots, and the hash-chained board that seals both."""

import enum
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models import Assembly, Mandate, Resolution, RollEntry
from collegial.kernel.base import Base, one_of
from collegial.statutes.rules import Carry


class SessionState(enum.Enum):
    """Open to ballots, or closed and counted."""

    OPEN = "open"
    CLOSED = "closed"


class Secrecy(enum.Enum):
    """Who can link voter and choice: everyone who reads the board, or nobody.

    The ballots of a secret vote follow another protocol and lie elsewhere: here are its sign-offs alone.
    """

    OPEN = "open"
    SECRET = "secret"  # noqa: S105 (not a password)


class Choice(enum.StrEnum):
    """The canonical answers to a text; only FOR and AGAINST are votes cast (L35)."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    BLANK = "blank"


class Origin(enum.Enum):
    """How a line came onto the board: cast by its voter, or entered at the closing from what was written before.

    FORM: a form of vote by correspondence. FORM_AND_PROXY: cast by a proxy's holder, subject to the giver's form.
    CHAIR: a proxy without a holder.
    """

    ONLINE = "online"
    FORM = "form"
    FORM_AND_PROXY = "form_and_proxy"
    CHAIR = "chair"


class VoteSession(Base):
    """A time of voting on some resolutions of an assembly (scrutin); the end of its board is kept here."""

    __tablename__ = "vote_session"
    __table_args__ = (
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_before_closed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    secrecy: Mapped[Secrecy] = mapped_column(one_of(Secrecy), default=Secrecy.OPEN)
    state: Mapped[SessionState] = mapped_column(one_of(SessionState), default=SessionState.OPEN)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    board_length: Mapped[int] = mapped_column(default=0)
    board_head: Mapped[str] = mapped_column(String(64))

    assembly: Mapped[Assembly] = relationship()
    questions: Mapped[list["Question"]] = relationship(back_populates="session", order_by="Question.position")

    def not_before(self, now: datetime) -> datetime:
        """Return a moment that is not before the opening, should the clock have been set back since."""
        return max(now, self.opened_at or now)


class Question(Base):
    """A resolution put to the vote in a session, by a method; a resolution is voted once.

    The count is refused under another revision of the method than the one the vote was opened with.
    """

    __tablename__ = "vote_question"
    __table_args__ = (
        UniqueConstraint("session_id", "position"),
        UniqueConstraint("session_id", "resolution_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("vote_session.id"))
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), unique=True)
    position: Mapped[int]
    method: Mapped[str] = mapped_column(String(80))
    method_revision: Mapped[int]

    session: Mapped[VoteSession] = relationship(back_populates="questions")
    resolution: Mapped[Resolution] = relationship()


class SecretMark(Base):
    """That a resolution is to be voted secretly: no open vote takes it while the mark stands."""

    __tablename__ = "vote_secret_mark"

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), primary_key=True)


class SignOff(Base):
    """That a voting right was used in a session, by whom and when (émargement); the receipt is its seal."""

    __tablename__ = "vote_sign_off"
    __table_args__ = (
        UniqueConstraint("session_id", "giver_id"),
        UniqueConstraint("session_id", "sequence"),
        ForeignKeyConstraint(["mandate_id", "giver_id"], ["mandate.id", "mandate.giver_id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("vote_session.id"))
    mandate_id: Mapped[int] = mapped_column(index=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    holder_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    origin: Mapped[Origin] = mapped_column(one_of(Origin), default=Origin.ONLINE, server_default="online")
    cast_at: Mapped[datetime]
    sequence: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)

    session: Mapped[VoteSession] = relationship()
    mandate: Mapped[Mandate] = relationship(
        primaryjoin="SignOff.mandate_id == Mandate.id", foreign_keys=[mandate_id], viewonly=True
    )
    giver: Mapped[RollEntry] = relationship(foreign_keys=[giver_id])
    holder: Mapped[RollEntry] = relationship(foreign_keys=[holder_id])


class Ballot(Base):
    """The choice of one voting right on one resolution, in the canonical text of its method (bulletin)."""

    __tablename__ = "ballot"
    __table_args__ = (
        UniqueConstraint("question_id", "giver_id"),
        ForeignKeyConstraint(
            ["session_id", "giver_id"], ["vote_sign_off.session_id", "vote_sign_off.giver_id"]
        ),
        CheckConstraint("choice <> ''", name="choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("vote_session.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("vote_question.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), index=True)
    college_id: Mapped[int | None] = mapped_column(ForeignKey("college.id"))
    choice: Mapped[str]


class Outcome(Base):
    """The counted result of a resolution, as sealed at the closing; recomputed, never edited.

    `rulings` is what the rules of modules that the statutes ask for said then; it is not asked again.
    """

    __tablename__ = "vote_outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("vote_question.id"), unique=True)
    adopted: Mapped[bool | None]
    carry: Mapped[Carry] = mapped_column(one_of(Carry))
    for_share: Mapped[Fraction | None]
    threshold: Mapped[Fraction]
    sums: Mapped[list[Any]]
    rulings: Mapped[list[Any] | None]
    counted_at: Mapped[datetime]

    question: Mapped[Question] = relationship()


class RoomWay(enum.Enum):
    """How one votes in the room: by show of hands, or on paper."""

    HANDS = "hands"
    PAPER = "paper"


class RoomList(Base):
    """A line of the board: which rights vote in the room from now on, and no longer online."""

    __tablename__ = "vote_room_list"
    __table_args__ = (UniqueConstraint("session_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("vote_session.id"))
    way: Mapped[RoomWay] = mapped_column(one_of(RoomWay))
    at: Mapped[datetime]
    sequence: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class RoomRight(Base):
    """A right that votes in the room; once in a session, and never beside a sign-off."""

    __tablename__ = "vote_room_right"

    session_id: Mapped[int] = mapped_column(ForeignKey("vote_session.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("vote_room_list.id"), index=True)

    entry: Mapped[RollEntry] = relationship()


class RoomCount(Base):
    """A line of the board: what the bureau counted in the room on one resolution, by college; the last one counts.

    Of a text, the figures of each side. Of an election, the marks of each option and how many papers gave any; of a
    secret one, a row for each question of its ballot. The question is a bare number: an annulled vote lets go of its
    questions, and keeps its board.
    """

    __tablename__ = "vote_room_count"
    __table_args__ = (UniqueConstraint("session_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("vote_session.id"))
    question_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    sums: Mapped[dict[str, Any]]
    sequence: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class RoomPaper(Base):
    """A line of the board: so many papers of the room that say the same; below zero where some are taken back.

    `college` is the key of the college that they are counted in, or `all`.
    """

    __tablename__ = "vote_room_paper"
    __table_args__ = (
        UniqueConstraint("session_id", "sequence"),
        CheckConstraint("papers <> 0", name="papers"),
        CheckConstraint("choice <> ''", name="choice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("vote_session.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("vote_question.id"), index=True)
    at: Mapped[datetime]
    college: Mapped[str] = mapped_column(String(40))
    choice: Mapped[str]
    papers: Mapped[int]
    sequence: Mapped[int]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class Pause(Base):
    """A time in which a vote was paused."""

    __tablename__ = "vote_pause"
    __table_args__ = (CheckConstraint("resumed_at >= paused_at", name="period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("vote_session.id"), index=True)
    paused_at: Mapped[datetime]
    resumed_at: Mapped[datetime]


class ElectionOutcome(Base):
    """The counted result of an election, as sealed at the closing: who, best first, and every step as data."""

    __tablename__ = "vote_election"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("vote_question.id"), unique=True)
    elected: Mapped[list[Any]]
    explanation: Mapped[dict[str, Any]]
    members: Mapped[int]
    attending: Mapped[int]
    papers: Mapped[int]
    void: Mapped[int] = mapped_column(default=0, server_default="0")
    counted_at: Mapped[datetime]

    question: Mapped[Question] = relationship()
