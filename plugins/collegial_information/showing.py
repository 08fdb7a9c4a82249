"""What the pages of the directory share."""

from datetime import date

from flask import url_for

from collegial.plugin import Missing, act, session, t, viewer
from collegial_information import queries
from collegial_information.models import InformationEntry
from collegial_information.services.keeping import may_keep


def found(entry_id: int) -> InformationEntry:
    """Return a resource that the viewer may read; raises Missing. What is not public is for who keeps it."""
    entry = queries.entry(session(), entry_id)
    if entry is None or not (entry.is_public or may_keep(act(), entry)):
        raise Missing("information.unknown", t("There is no such resource."))
    return entry


def to(entry_id: int) -> str:
    """Return the address of a resource's page."""
    return url_for("information.show", entry_id=entry_id)


def present_day() -> date:
    """Return today in the deployment's zone."""
    return act().today


def keeps(entry: InformationEntry) -> bool:
    """Tell whether the viewer keeps a resource, or writes them all."""
    return viewer().is_signed_in and may_keep(act(), entry)
