"""The resolutions that change the statutes."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from collegial.assemblies.models.meeting import Resolution
from collegial.kernel.base import Base
from collegial.statutes.models import StatutesDraft


class Amendment(Base):
    """A draft of the statutes that a resolution puts to the vote (L25); `digest` seals what the draft says."""

    __tablename__ = "resolution_statutes"

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolution.id"), primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("statutes_draft.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))

    resolution: Mapped[Resolution] = relationship()
    draft: Mapped[StatutesDraft] = relationship()
