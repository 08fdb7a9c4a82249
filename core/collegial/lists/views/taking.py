"""Show the lists there are, and give one as a file."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from collegial.hooks.extensions import Exporter
from collegial.hosting.loading import CORE
from collegial.hosting.permissions import MANAGE
from collegial.kernel.permissions import Permission, require
from collegial.kernel.sentences import read_text
from collegial.kernel.text import Text, pt
from collegial.lists import queries
from collegial.lists.rules import Stage
from collegial.web.program import current_program
from collegial.web.replaying import unknown_list
from collegial.web.request import session, viewer
from collegial.web.tables import table_response

STAGES = {
    Stage.WAITING: pt("list", "Waiting"),
    Stage.WRITING: pt("list", "Being prepared"),
    Stage.AGAIN: pt("list", "To be tried again"),
    Stage.READY: pt("list", "Ready"),
    Stage.FAILED: pt("list", "Failed"),
    Stage.CANCELLED: pt("list", "Cancelled"),
}


@dataclass(frozen=True, kw_only=True)
class List:
    """A list as the page shows it; `module` is whose it is, None for the core's."""

    exporter: Exporter
    module: Text | None
    is_active: bool


def index() -> ResponseReturnValue:
    """Show the lists that this viewer may take."""
    mine = queries.prepared_for(session(), viewer().account_id) if viewer().is_signed_in else []
    return render_template(
        "lists/index.html",
        lists=[one for one in _lists() if viewer().may(_needed(one))],
        stages=STAGES,
        prepared=[
            (one, read_text(one.title), queries.stage(one, queries.work_of(session(), one))) for one in mine
        ],
    )


def export(key: str, file_format: str) -> ResponseReturnValue:
    """Give a list; that of a module which is off is given to administrators only."""
    found = next((one for one in _lists() if one.exporter.key == key), None)
    if found is None or not (found.is_active or viewer().may(MANAGE)):
        raise unknown_list()
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
