"""Take a file in: read it whole, keep its rows, promise that they will be erased."""

import hashlib
from datetime import timedelta
from pathlib import PurePath

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from collegial.imports.kinds import kind_of
from collegial.imports.models import ImportFile, ImportRow
from collegial.imports.permissions import RUN
from collegial.imports.queries import open_import
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.tables.reading import Sheet

ERASE = "imports.erase"
KEPT_FOR = timedelta(days=7)  # time to correct what was wrong; a list of people is kept no longer
_LONGEST_NAME = 200


def upload(context: Context, *, kind_key: str, name: str, content: bytes, sheet: Sheet) -> ImportFile:
    """Keep the rows that were read from a file; the same file sent again gives the import it opened.

    Raises Missing for an unknown kind of list.
    """
    require(context.by, RUN)
    kind = kind_of(kind_key)
    digest = hashlib.sha256(content).hexdigest()
    known = open_import(context.session, kind.key, digest)
    if known:
        return known
    file = ImportFile(
        kind=kind.key,
        name=PurePath(name.replace("\\", "/")).name[:_LONGEST_NAME] or "?",
        digest=digest,
        headers=list(sheet.headers),
        row_count=len(sheet.rows),
        uploaded_at=context.clock.now(),
        uploaded_by=context.by.name[:80],
    )
    try:
        with context.session.begin_nested():
            context.session.add(file)
    except IntegrityError:  # sent twice at the same moment: the other one was first
        found = open_import(context.session, kind.key, digest)
        if found is None:
            raise
        return found
    _keep_rows(context, file, sheet)
    promise(context.session, ERASE, {"number": file.id}, at=context.clock.now() + KEPT_FOR)
    return file


def _keep_rows(context: Context, file: ImportFile, sheet: Sheet) -> None:
    rows = [
        {
            "file_id": file.id,
            "number": row.number,
            "cells": list(row.cells),
            "faults": [],
            "is_done": False,
            "rank": 0,
        }
        for row in sheet.rows
    ]
    context.session.execute(insert(ImportRow), rows)
