"""The versions of the site's texts, and their drafts."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base, one_of
from collegial.publishing.rules.texts import Place
from collegial.publishing.rules.wordings import Wording, Writing


class SiteText(Base):
    """A text as it was published in one language; the last revision is shown, none is ever changed.

    An empty `body` takes the text back: what is shipped is shown again. `wordings` are those of the list that
    follows the text, missions or priorities, as it was published with it.
    """

    __tablename__ = "site_text"
    __table_args__ = (
        UniqueConstraint("place", "locale", "revision"),
        CheckConstraint("revision > 0", name="numbered"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[Place] = mapped_column(one_of(Place))
    locale: Mapped[str] = mapped_column(String(8))
    revision: Mapped[int]
    body: Mapped[str]
    wordings: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(200))

    @property
    def writing(self) -> Writing:
        """Return what was published."""
        return Writing(body=self.body, wordings=tuple(Wording(**one) for one in self.wordings))


class SiteDraft(Base):
    """What is written for a place in a language and not published; everyone who writes shares it.

    `number` tells its saves apart; `seen` is the revision that it started from, 0 for the shipped text.
    """

    __tablename__ = "site_draft"

    place: Mapped[Place] = mapped_column(one_of(Place), primary_key=True)
    locale: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int]
    seen: Mapped[int]
    body: Mapped[str]
    wordings: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    kept_at: Mapped[datetime]
    kept_by: Mapped[str] = mapped_column(String(200))

    @property
    def writing(self) -> Writing:
        """Return what was written."""
        return Writing(body=self.body, wordings=tuple(Wording(**one) for one in self.wordings))
