"""Which plugins are switched on; installed is not active."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


class PluginState(Base):
    """The switch of one plugin; a plugin without a row is off."""

    __tablename__ = "plugin_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    is_active: Mapped[bool]
    changed_at: Mapped[datetime]
