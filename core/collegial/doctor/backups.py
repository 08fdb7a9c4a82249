"""Look at the last backup: is there one, is it recent, does the journal still hold the entry at which it ended."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from collegial.backups.making import LAST
from collegial.config import Settings
from collegial.doctor.findings import Finding, fine, warning, wrong
from collegial.journal.models import JournalEntry
from collegial.kernel.text import t

_OLD = timedelta(days=8)
_HOW = t("Run `collegial backup FOLDER` each night: deploy/ holds a timer for it.")


def look_at_backup(settings: Settings, session: Session | None, *, now: datetime) -> Iterator[Finding]:
    """Yield what is found; the journal is compared where there is a session."""
    last = _last(settings)
    if last is None:
        if not settings.demo:
            yield warning("backup", t("None was made."), _HOW)
        return
    made = datetime.fromisoformat(last["made_at"])
    if now - made > _OLD:
        yield warning("backup", t("The last one is of %(made)s.", made=made.date().isoformat()), _HOW)
    else:
        yield fine(
            "backup", t("%(archive)s, of %(made)s", archive=last["archive"], made=made.date().isoformat())
        )
    if session is not None:
        yield from _cut(session, last["journal"])


def _last(settings: Settings) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = json.loads((settings.folder / LAST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return said


def _cut(session: Session, end: dict[str, Any]) -> Iterator[Finding]:
    if not end["sequence"]:
        return
    entry = session.get(JournalEntry, end["sequence"])
    if entry is None or entry.digest != end["digest"]:
        yield wrong(
            "journal",
            t("It no longer holds entry %(sequence)s as the last backup saw it.", sequence=end["sequence"]),
            t(
                "It was cut short or rewritten since. Keep this database, compare it with the backup,"
                " tell the board."
            ),
        )
