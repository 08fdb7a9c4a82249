"""The register of minutes, what is written in them by hand, the print that is kept, and its signatures."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models import Assembly, Letter
from collegial.files.models import StoredFile
from collegial.kernel.base import Base, one_of


class Minutes(Base):
    """The minutes of one assembly (procès-verbal), tied to the journal as it stood."""

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"), unique=True)
    established_at: Mapped[datetime]
    journal_digest: Mapped[str] = mapped_column(String(64))

    assembly: Mapped[Assembly] = relationship()


class Passage(Base):
    """What the secretary wrote at one place of the minutes; each version stands, the last one counts.

    `place` is `debate` for the meeting as a whole, or `resolution-N` for the one with that number.
    """

    __tablename__ = "minutes_passage"
    __table_args__ = (UniqueConstraint("assembly_id", "place", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[int] = mapped_column(ForeignKey("assembly.id"))
    place: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(200))


class Print(Base):
    """The printed minutes as they are signed: these very bytes, in this language."""

    __tablename__ = "minutes_print"

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), unique=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    locale: Mapped[str] = mapped_column(String(8))

    file: Mapped[StoredFile] = relationship()


class SignerRole(enum.Enum):
    """As what someone signs."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    SCRUTINEER = "scrutineer"


class SigningWay(enum.Enum):
    """By hand on paper, which was scanned, or electronically."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class Signature(Base):
    """That someone signed, with the scan or the signed file that proves it."""

    __tablename__ = "minutes_signature"
    __table_args__ = (UniqueConstraint("minutes_id", "role", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    role: Mapped[SignerRole] = mapped_column(one_of(SignerRole))
    name: Mapped[str] = mapped_column(String(200))
    way: Mapped[SigningWay] = mapped_column(one_of(SigningWay))
    signed_on: Mapped[date]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))

    file: Mapped[StoredFile] = relationship()


class Replacement(Base):
    """That a mistaken proof of signatures made way for the right one: both are kept, each is replaced once."""

    __tablename__ = "minutes_replacement"
    __table_args__ = (CheckConstraint("file_id > replaced_id", name="later"),)  # no chain bites its tail

    replaced_id: Mapped[int] = mapped_column(
        ForeignKey("stored_file.id"), primary_key=True, autoincrement=False
    )
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), index=True)
    reason: Mapped[str]
    replaced_at: Mapped[datetime]
    replaced_by: Mapped[str] = mapped_column(String(200))

    replaced: Mapped[StoredFile] = relationship(foreign_keys=[replaced_id])
    file: Mapped[StoredFile] = relationship(foreign_keys=[file_id])


class Sharing(Base):
    """That the members were told by mail what was decided: once for an assembly, when and by whom."""

    __tablename__ = "minutes_sharing"

    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), primary_key=True, autoincrement=False)
    shared_at: Mapped[datetime]
    shared_by: Mapped[str] = mapped_column(String(200))
    mails: Mapped[int]


class MinutesLetter(Letter):
    """The letter that tells a voter whom no mail reaches what was decided."""

    __tablename__ = "minutes_letter"
    __table_args__ = (UniqueConstraint("minutes_id", "entry_id"),)

    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
