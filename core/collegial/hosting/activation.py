"""Read the switches of the plugins: one statement, so that all processes agree at once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.hosting.models import PluginState

_CACHE = "active_plugins"


def active_names(session: Session) -> frozenset[str]:
    """Return the plugins that are on; read once per transaction, so that an undone switch is not believed."""
    cached: tuple[object, frozenset[str]] | None = session.info.get(_CACHE)
    if cached is not None and cached[0] is session.get_transaction():
        return cached[1]
    names = frozenset(session.scalars(select(PluginState.name).where(PluginState.is_active)))
    session.info[_CACHE] = (session.get_transaction(), names)
    return names


def forget(session: Session) -> None:
    """Read the switches anew in this session, after one was changed."""
    session.info.pop(_CACHE, None)
