"""What cannot be read elsewhere: who put a list away, and when a mail left for the first time."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


class ListPutAway(Base):
    """An account that does not want to see a list of first steps any more."""

    __tablename__ = "first_steps_put_away"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    list_key: Mapped[str] = mapped_column(String(20), primary_key=True)
    at: Mapped[datetime]


class MailTrial(Base):
    """The last time that the mail server took a trial; one row."""

    __tablename__ = "mail_trial"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
