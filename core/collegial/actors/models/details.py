"""How to reach an actor, where it is, and the numbers that tell it from any other."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from collegial.actors.rules import IdentifierKind
from collegial.kernel.base import Base, one_of

_CURRENT = text("ends_on IS NULL")
_MAIN = text("is_main")
_ONE_EACH = text("ends_on IS NULL AND kind <> 'siret'")


class ContactKind(enum.Enum):
    """A way to reach someone; post goes to an address."""

    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"


class Contact(Base):
    """One more way to reach an actor (coordonnée); at most one of a kind is the main one.

    The main e-mail address is `Actor.email`, which the whole program writes to: here stand the others.
    """

    __tablename__ = "actor_contact"
    __table_args__ = (
        UniqueConstraint("actor_id", "kind", "value"),
        CheckConstraint("NOT (is_main AND kind = 'email')", name="main_email_is_the_actors"),
        Index(
            "uq_actor_contact_main",
            "actor_id",
            "kind",
            unique=True,
            sqlite_where=_MAIN,
            postgresql_where=_MAIN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"))
    kind: Mapped[ContactKind] = mapped_column(one_of(ContactKind))
    value: Mapped[str] = mapped_column(String(255), index=True)
    label: Mapped[str | None] = mapped_column(String(100))
    is_main: Mapped[bool]


class Address(Base):
    """Where an actor is found, for a time (adresse); one at a time, and the past stays."""

    __tablename__ = "actor_address"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index(
            "uq_actor_address_current",
            "actor_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    lines: Mapped[str] = mapped_column(String(400))
    postcode: Mapped[str | None] = mapped_column(String(20))
    locality: Mapped[str] = mapped_column(String(100))
    country: Mapped[str] = mapped_column(String(2))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Identifier(Base):
    """A number given by an authority or a bank, as its standard writes it; of each kind one that holds.

    An establishment number (SIRET) may be one of several, all of the organisation's SIREN. An IBAN is asked
    for only when money must go back, and `purpose` says which.
    """

    __tablename__ = "actor_identifier"
    __table_args__ = (
        CheckConstraint("kind NOT IN ('iban', 'bic') OR purpose IS NOT NULL", name="bank_has_a_purpose"),
        Index(
            "uq_actor_identifier_one_each",
            "actor_id",
            "kind",
            unique=True,
            sqlite_where=_ONE_EACH,
            postgresql_where=_ONE_EACH,
        ),
        Index(
            "uq_actor_identifier_current",
            "actor_id",
            "kind",
            "value",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    kind: Mapped[IdentifierKind] = mapped_column(one_of(IdentifierKind))
    value: Mapped[str] = mapped_column(String(40), index=True)
    purpose: Mapped[str | None] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Birth(Base):
    """When a person was born: kept only where it matters to know who is of age (L6)."""

    __tablename__ = "actor_person"

    actor_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), primary_key=True)
    born_on: Mapped[date]
