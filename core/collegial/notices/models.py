"""Notices of each account, and how each wants to hear of a kind."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from collegial.hooks.noticing import NoticeWay
from collegial.kernel.base import Base, one_of


class Notice(Base):
    """What someone was told: a sentence that stays translatable, and the page that it leads to."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_list", "account_id", "created_at"),
        Index("ix_notice_to_mail", "mailed_at", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(80))
    sentence: Mapped[dict[str, Any]]
    about: Mapped[str | None] = mapped_column(String(300))
    endpoint: Mapped[str] = mapped_column(String(80))
    values: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class NoticeChoice(Base):
    """How an account chose to hear of a kind; without a row, the usual way of the kind."""

    __tablename__ = "notice_choice"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80), primary_key=True)
    way: Mapped[NoticeWay] = mapped_column(one_of(NoticeWay))
