"""Which plugins are switched on, what was set for them, which of several offers is used."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from collegial.kernel.base import Base


class PluginState(Base):
    """The switch of one plugin; a plugin without a row is off.

    `revision` is where its tables stand in its history, and `failure` says why they could not be brought to
    their newest form: until they are what its code needs, it does nothing.
    """

    __tablename__ = "plugin_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    is_active: Mapped[bool]
    changed_at: Mapped[datetime]
    failure: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[str | None] = mapped_column(String(64))


class PluginSetting(Base):
    """What an administrator set in one section; without a row, the section's defaults hold."""

    __tablename__ = "plugin_setting"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    values: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class CapabilityChoice(Base):
    """The module in use among those that offer one capability."""

    __tablename__ = "capability_choice"

    capability: Mapped[str] = mapped_column(String(80), primary_key=True)
    plugin: Mapped[str] = mapped_column(String(40))
    chosen_at: Mapped[datetime]
