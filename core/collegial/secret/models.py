"""Secret votes: the ceremony and its scrutineers, the elections, and the events of their boards."""

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.actors.models import Actor
from collegial.assemblies.models import Assembly, Resolution
from collegial.kernel.base import Base, one_of
from collegial.secret.profiles import Profile
from collegial.votes.models import VoteSession


class Stage(enum.Enum):
    """From the keys to the result; `VOID` is a vote whose ballots are never decrypted."""

    KEYS = "keys"
    REHEARSAL = "rehearsal"
    OPEN = "open"
    CLOSED = "closed"
    COUNTED = "counted"
    CANCELLED = "cancelled"
    VOID = "void"


class Ceremony(Base):
    """One secret vote on some resolutions of an assembly, from its scrutineers' keys to its result.

    `needed` of the scrutineers can decrypt together; sums of fewer ballots than `floor` are never published.
    `roll_fingerprint` seals who may vote, at the opening; `program` the scripts of the pages, at the preparation.
    `proposed` is what the questionnaire said, where it was asked.
    """

    __tablename__ = "secret_ceremony"
    __table_args__ = (CheckConstraint("needed >= 2 AND floor >= 3", name="bounds"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), index=True)
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("vote_session.id"), unique=True)
    stage: Mapped[Stage] = mapped_column(one_of(Stage), default=Stage.KEYS)
    profile: Mapped[Profile] = mapped_column(
        one_of(Profile), default=Profile.STANDARD, server_default=Profile.STANDARD.value
    )
    proposed: Mapped[Profile | None] = mapped_column(one_of(Profile, "proposed"))
    registrar_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    program: Mapped[str | None] = mapped_column(String(80))
    needed: Mapped[int]
    floor: Mapped[int]
    may_vote_again: Mapped[bool] = mapped_column(default=False)
    trustees: Mapped[str | None] = mapped_column(Text)
    roll_fingerprint: Mapped[str | None] = mapped_column(String(44))
    created_at: Mapped[datetime]
    ended_reason: Mapped[str | None] = mapped_column(String(400))

    assembly: Mapped[Assembly] = relationship()
    vote: Mapped[VoteSession | None] = relationship()
    registrar: Mapped[Actor | None] = relationship()
    questions: Mapped[list["SecretQuestion"]] = relationship(
        back_populates="ceremony", order_by="SecretQuestion.position"
    )
    scrutineers: Mapped[list["Scrutineer"]] = relationship(
        back_populates="ceremony", order_by="Scrutineer.owner"
    )
    elections: Mapped[list["SecretElection"]] = relationship(
        back_populates="ceremony", order_by="SecretElection.id"
    )
    merges: Mapped[list["CollegeMerge"]] = relationship(back_populates="ceremony", order_by="CollegeMerge.id")
    code_lists: Mapped[list["CodeList"]] = relationship(
        back_populates="ceremony", order_by="CodeList.id", cascade="all, delete-orphan"
    )


class SecretQuestion(Base):
    """A resolution of a ceremony, in the order of the ballot."""

    __tablename__ = "secret_question"
    __table_args__ = (
        UniqueConstraint("ceremony_id", "position"),
        UniqueConstraint("ceremony_id", "resolution_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(ForeignKey("secret_ceremony.id"))
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), index=True)
    position: Mapped[int]

    ceremony: Mapped[Ceremony] = relationship(back_populates="questions")
    resolution: Mapped[Resolution] = relationship()


class Scrutineer(Base):
    """Who holds a part of the key (scrutateur), and the public messages of how it was made; no secret is here.

    Of a threshold `share` is the part of the key, sealed for its owner alone. Without an actor it is the server, whose
    part is made from a key outside the database.
    """

    __tablename__ = "secret_scrutineer"
    __table_args__ = (
        UniqueConstraint("ceremony_id", "owner"),
        UniqueConstraint("ceremony_id", "actor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(ForeignKey("secret_ceremony.id"))
    owner: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    cert: Mapped[str | None] = mapped_column(Text)
    polynomial: Mapped[str | None] = mapped_column(Text)
    share: Mapped[str | None] = mapped_column(Text)
    public_key: Mapped[str | None] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None]

    ceremony: Mapped[Ceremony] = relationship(back_populates="scrutineers")
    actor: Mapped[Actor | None] = relationship()


class CodeList(Base):
    """The public halves of the codes that somebody makes apart from the server, for one set of colleges.

    `uuid` is that of the election to come, `rights` the lines of the roll that get a code; no line says whose is whose.
    """

    __tablename__ = "secret_code_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(ForeignKey("secret_ceremony.id"), index=True)
    uuid: Mapped[str] = mapped_column(String(30), unique=True)
    colleges: Mapped[list[Any]]
    rights: Mapped[list[Any]]
    publics: Mapped[str | None] = mapped_column(Text)

    ceremony: Mapped[Ceremony] = relationship(back_populates="code_lists")


class CollegeMerge(Base):
    """The bureau's choice, before the vote, to count a small college with another."""

    __tablename__ = "secret_merge"
    __table_args__ = (
        UniqueConstraint("ceremony_id", "source"),
        CheckConstraint("source <> target", name="another"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(ForeignKey("secret_ceremony.id"))
    source: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(60))
    chosen_at: Mapped[datetime]

    ceremony: Mapped[Ceremony] = relationship(back_populates="merges")


class SecretElection(Base):
    """An election of the protocol: the rehearsal, or one set of colleges; its row is locked while its board grows.

    `colleges` are those counted together, as the opening found them; `counted` the attendance at the closing.
    """

    __tablename__ = "secret_election"

    id: Mapped[int] = mapped_column(primary_key=True)
    ceremony_id: Mapped[int] = mapped_column(ForeignKey("secret_ceremony.id"), index=True)
    uuid: Mapped[str] = mapped_column(String(30), unique=True)
    is_rehearsal: Mapped[bool]
    name: Mapped[str] = mapped_column(String(400))
    colleges: Mapped[list[Any]]
    started_at: Mapped[datetime]
    length: Mapped[int] = mapped_column(default=0)

    ceremony: Mapped[Ceremony] = relationship(back_populates="elections")


class SecretEvent(Base):
    """An event of an election's board with the data that come with it, as the protocol writes them.

    `tracker` finds a ballot, `owner` is who decrypted; `code` is the digest of the ballot's public credential where a
    code serves once. No row names a voter.
    """

    __tablename__ = "secret_event"
    __table_args__ = (
        UniqueConstraint("election_id", "height"),
        UniqueConstraint("election_id", "tracker"),
        UniqueConstraint("election_id", "owner"),
        CheckConstraint("(kind = 'Ballot') = (tracker IS NOT NULL)", name="tracker"),
        CheckConstraint("(kind = 'PartialDecryption') = (owner IS NOT NULL)", name="owner"),
        Index("ix_secret_event_election_id_kind", "election_id", "kind"),
        Index("ix_secret_event_election_id_code", "election_id", "code", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    election_id: Mapped[int] = mapped_column(ForeignKey("secret_election.id"))
    height: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    event: Mapped[str] = mapped_column(Text)
    data: Mapped[list[Any]]
    tracker: Mapped[str | None] = mapped_column(String(44), index=True)
    owner: Mapped[int | None]
    code: Mapped[str | None] = mapped_column(String(44))

    election: Mapped[SecretElection] = relationship()
