"""Resources with their words and tags, groups of synonyms, subscriptions."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.plugin import Actor, Base, Money, one_of
from collegial_information.rules.facets import Audience, Facet, Moment, ResourceKind
from collegial_information.rules.fitting import Offer
from collegial_information.rules.freshness import FEWEST_MONTHS, MOST_MONTHS, Freshness, freshness
from collegial_information.rules.words import LONGEST

# Ranges of words are asked for: they sort by code points on every database.
_WORD = String(LONGEST, collation="C").with_variant(String(LONGEST), "sqlite")


class InformationEntry(Base):
    """A resource of the directory: who offers what to whom, under which conditions, and who keeps it right.

    `due_on` is the day on which its keeper must look at it again, `reminded_on` when it was last asked to. It is public
    from `published_on` on, until it is archived. `closing_told_for` is the last day to ask of which people were told.
    """

    __tablename__ = "information_entry"
    __table_args__ = (
        CheckConstraint("least IS NULL OR least >= 0", name="least_positive"),
        CheckConstraint("most IS NULL OR most >= COALESCE(least, 0)", name="amounts_in_order"),
        CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name="days_in_order"
        ),
        CheckConstraint(f"check_months BETWEEN {FEWEST_MONTHS} AND {MOST_MONTHS}", name="months_in_range"),
        Index("ix_information_entry_shown", "archived_on", "published_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[ResourceKind] = mapped_column(one_of(ResourceKind), index=True)
    provider: Mapped[str] = mapped_column(String(200))
    provider_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    summary: Mapped[str]
    conditions: Mapped[str | None]
    territory: Mapped[str | None] = mapped_column(String(200))
    least: Mapped[Money | None]
    most: Mapped[Money | None]
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    contact: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(40))
    website: Mapped[str | None] = mapped_column(String(300))
    keeper_id: Mapped[int] = mapped_column(ForeignKey("actor.id"), index=True)
    check_months: Mapped[int]
    checked_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    published_on: Mapped[date | None]
    archived_on: Mapped[date | None]
    changed_at: Mapped[datetime]
    reminded_on: Mapped[date | None]
    closing_told_for: Mapped[date | None]

    keeper: Mapped[Actor] = relationship(foreign_keys=keeper_id)
    tags: Mapped[list["InformationTag"]] = relationship(
        back_populates="entry", order_by="InformationTag.id", cascade="all, delete-orphan"
    )

    @property
    def audiences(self) -> frozenset[Audience]:
        """Return for whom it is; empty for everyone."""
        return frozenset(Audience(one.value) for one in self.tags if one.facet is Facet.AUDIENCE)

    @property
    def moments(self) -> frozenset[Moment]:
        """Return in which moments it helps; empty for all."""
        return frozenset(Moment(one.value) for one in self.tags if one.facet is Facet.MOMENT)

    @property
    def is_public(self) -> bool:
        """Tell whether everyone reads it."""
        return self.published_on is not None and self.archived_on is None

    @property
    def offer(self) -> Offer:
        """Return what the questionnaire looks at."""
        return Offer(
            key=self.id, kind=self.kind, audiences=self.audiences, moments=self.moments, least=self.least,
            most=self.most, opens_on=self.opens_on, closes_on=self.closes_on,
        )  # fmt: skip

    def freshness_on(self, day: date) -> Freshness:
        """Tell how fresh it is on a day."""
        return freshness(self.due_on, self.closes_on, day)


class InformationTag(Base):
    """For whom a resource is, or when it helps."""

    __tablename__ = "information_tag"
    __table_args__ = (
        UniqueConstraint("entry_id", "facet", "value"),
        Index("ix_information_tag_value", "facet", "value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("information_entry.id", ondelete="CASCADE"))
    facet: Mapped[Facet] = mapped_column(one_of(Facet))
    value: Mapped[str] = mapped_column(String(32))

    entry: Mapped[InformationEntry] = relationship(back_populates="tags")


class InformationWord(Base):
    """A word that finds a resource, without accents, and its stem; the index of the search, alike on every database."""

    __tablename__ = "information_word"
    __table_args__ = (
        Index("ix_information_word_entry_id", "entry_id"),
        Index("ix_information_word_stem", "stem", "entry_id"),
    )

    word: Mapped[str] = mapped_column(_WORD, primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("information_entry.id", ondelete="CASCADE"), primary_key=True
    )
    stem: Mapped[str] = mapped_column(_WORD)
    weight: Mapped[int]


class InformationSynonyms(Base):
    """Words of which each finds what the others say; between commas."""

    __tablename__ = "information_synonyms"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(500))


class InformationSubscription(Base):
    """That someone wants a mail for each new resource of a kind, for an audience, with some words; or for all.

    It is an actor, or a bare address whose holder has yet to confirm it. `token` is the secret of the links that
    confirm it and end it at one click; ended, the row is gone.
    """

    __tablename__ = "information_subscription"
    __table_args__ = (CheckConstraint("(actor_id IS NULL) <> (email IS NULL)", name="one_reader"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("actor.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    locale: Mapped[str | None] = mapped_column(String(16))
    kind: Mapped[ResourceKind | None] = mapped_column(one_of(ResourceKind))
    audience: Mapped[Audience | None] = mapped_column(one_of(Audience))
    words: Mapped[str] = mapped_column(String(200))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    subscribed_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
