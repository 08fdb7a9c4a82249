"""What other programs are offered now: the resources of active features and modules, and their rows."""

from typing import Any

from collegial.hooks.extensions import ApiResource
from collegial.kernel.errors import Missing
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.web.program import current_program
from collegial.web.request import session, viewer


def resources() -> list[ApiResource]:
    """Return the resources by key."""
    return [one for _owner, one in _owned()]


def resource_named(key: str) -> ApiResource:
    """Return a resource that this viewer may read; raises Missing and Forbidden."""
    resource = next((one for one in resources() if one.key == key), None)
    if resource is None:
        raise Missing(
            "api.unknown_resource", t("There is no resource “%(key)s”, or its module is off.", key=key)
        )
    require(viewer(), resource.permission)
    return resource


def owner_named(key: str) -> str:
    """Return whose a resource is: the core's or a module's."""
    return next(owner for owner, one in _owned() if one.key == key)


def row_of(resource: ApiResource, number: int) -> Any:
    """Return a row that this viewer may read; raises Missing."""
    rows = resource.rows(session(), viewer()).where(resource.number == number)
    found = session().scalars(rows).unique().one_or_none()
    if found is None:
        raise Missing("api.unknown_row", t("There is no such thing, or you may not read it."))
    return found


def _owned() -> list[tuple[str, ApiResource]]:
    host = current_program().host
    active = host.active(session())
    offered = host.by_hook["api_resources"].values()
    return sorted(((owner, one) for owner, one in offered if owner in active), key=lambda pair: pair[1].key)
