"""Actors and their families."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from collegial.actors.rules import fold
from collegial.kernel.base import Base, one_of


class ActorKind(enum.Enum):
    """A natural person or an organisation (personne physique, personne morale)."""

    PERSON = "person"
    ORGANISATION = "organisation"


class ActorFamily(Base):
    """A family of actors of the deployment (famille d'acteurs); `level` only for those of the ESS."""

    __tablename__ = "actor_family"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(200))
    level: Mapped[int | None]
    position: Mapped[int]


class Actor(Base):
    """A person or an organisation of the territory (acteur).

    `search_name` follows `name` by itself; lists sort and search by it, on every database alike. `is_joint`
    marks an organisation without legal personality: several persons together, who hold as one (indivision,
    club; L6). `email` is the address that the program writes to. `merged_into_id` is set once two were found
    to be one: the row keeps its number, for the past names it, and leaves every list.
    """

    __tablename__ = "actor"
    __table_args__ = (CheckConstraint("name <> ''", name="named"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ActorKind] = mapped_column(one_of(ActorKind))
    family_id: Mapped[int | None] = mapped_column(ForeignKey("actor_family.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    search_name: Mapped[str] = mapped_column(String(600), index=True)
    given_name: Mapped[str | None] = mapped_column(String(100))
    family_name: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(255))
    locality: Mapped[str | None] = mapped_column(String(100))
    summary: Mapped[str | None]
    locale: Mapped[str] = mapped_column(String(8), default="fr")
    is_invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    is_joint: Mapped[bool] = mapped_column(default=False, server_default=false())
    merged_into_id: Mapped[int | None]

    family: Mapped[ActorFamily | None] = relationship()

    @validates("name")
    def _follow_name(self, _field: str, name: str) -> str:
        self.search_name = fold(name)
        return name

    @property
    def is_person(self) -> bool:
        """Tell a natural person."""
        return self.kind is ActorKind.PERSON
