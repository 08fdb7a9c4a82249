"""Find what one module does for another: by the capability, through the session, never by an import."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

SERVICES = "services"
Finder = Callable[[Session, str], object]


def offered(session: Session, capability: str) -> Any:
    """Return the service of the module that is in use for a capability.

    Raises Refused while no active module offers one: a module whose META requires the capability does nothing
    then, and so never meets it.
    """
    find: Finder = session.info[SERVICES]
    return find(session, capability)
