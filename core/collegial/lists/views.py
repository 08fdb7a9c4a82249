"""Show the lists there are, and give one as a file."""

from dataclasses import dataclass

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from collegial.hooks.extensions import Exporter
from collegial.hosting.loading import CORE
from collegial.hosting.permissions import MANAGE
from collegial.kernel.errors import Missing
from collegial.kernel.permissions import Permission, require
from collegial.kernel.text import Text, t
from collegial.web.program import current_program
from collegial.web.request import session, viewer
from collegial.web.tables import table_response


@dataclass(frozen=True, kw_only=True)
class List:
    """A list as the page shows it; `module` is whose it is, None for the core's."""

    exporter: Exporter
    module: Text | None
    is_active: bool


def index() -> ResponseReturnValue:
    """Show the lists that this viewer may take."""
    return render_template("lists/index.html", lists=[one for one in _lists() if viewer().may(_needed(one))])


def export(key: str, file_format: str) -> Response:
    """Give a list; that of a module which is off is given to administrators only."""
    found = next((one for one in _lists() if one.exporter.key == key), None)
    if found is None or not (found.is_active or viewer().may(MANAGE)):
        raise Missing("lists.unknown", t("There is no such list, or its module is switched off."))
    require(viewer(), _needed(found))
    exporter = found.exporter
    return table_response(exporter.title, exporter.columns, exporter.rows(session()), file_format)


def _needed(one: List) -> Permission:
    return one.exporter.permission if one.is_active else MANAGE


def _lists() -> list[List]:
    host = current_program().host
    active = host.active(session())
    return [
        List(
            exporter=one,
            module=None if owner == CORE else host.loaded[owner].meta.title,
            is_active=owner in active,
        )
        for owner, one in host.by_hook["exporters"].values()
    ]
