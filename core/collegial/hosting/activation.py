"""Read the switches of the plugins: one statement, so that all processes agree at once."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from collegial.hosting.models import PluginState

_CACHE = "active_plugins"
_ACTIVE = "active_owners"


class _Switch(NamedTuple):
    is_on: bool
    failure: str | None
    revision: str | None


def active_names(session: Session) -> frozenset[str]:
    """Return the plugins that are switched on, those whose tables are not what they need among them."""
    return frozenset(name for name, state in _switches(session).items() if state.is_on)


def once_for_switches(session: Session, host: object, work: Callable[[], list[str]]) -> list[str]:
    """Return what follows from the switches alone, worked out once for as long as what was read of them is believed."""
    switches = _switches(session)
    known: tuple[object, object, list[str]] | None = session.info.get(_ACTIVE)
    if known is None or known[0] is not switches or known[1] is not host:
        known = switches, host, work()
        session.info[_ACTIVE] = known
    return list(known[2])


def failed_upgrades(session: Session) -> dict[str, str]:
    """Return why the tables of some plugins could not be upgraded, by name; these do nothing until they are."""
    return {name: state.failure for name, state in _switches(session).items() if state.failure is not None}


def stored_revisions(session: Session) -> dict[str, str | None]:
    """Return where the tables of plugins stand in their histories, by name."""
    return {name: state.revision for name, state in _switches(session).items()}


def _switches(session: Session) -> dict[str, _Switch]:
    """Read the switches once per transaction, so that an undone switch is not believed."""
    cached: tuple[object, dict[str, _Switch]] | None = session.info.get(_CACHE)
    if cached is not None and cached[0] is session.get_transaction():
        return cached[1]
    columns = (PluginState.name, PluginState.is_active, PluginState.failure, PluginState.revision)
    rows = session.execute(select(*columns))
    found = {name: _Switch(is_on, failure, revision) for name, is_on, failure, revision in rows}
    session.info[_CACHE] = (session.get_transaction(), found)
    return found


def forget(session: Session) -> None:
    """Read the switches anew in this session, after one was changed."""
    session.info.pop(_CACHE, None)
