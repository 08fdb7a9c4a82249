"""The public resources for other programs."""

from sqlalchemy.orm import Session

from collegial.plugin import ApiResource, Rows, Viewer, t
from collegial_information import queries
from collegial_information.models import InformationEntry
from collegial_information.permissions import READ
from collegial_information.records import ResourceRecord, write


def rows(_session: Session, _viewer: Viewer) -> Rows:
    """Return the public resources by number."""
    return queries.shown()


RESOURCES_API = ApiResource(
    key="information.resources", title=t("Directory of resources"), record=ResourceRecord, rows=rows,
    number=InformationEntry.id, write=write, permission=READ,
)  # fmt: skip
