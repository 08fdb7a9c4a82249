"""Read from a folder of migrations which revision is its newest."""

from pathlib import Path

import structlog
from alembic.script import ScriptDirectory

from collegial.kernel.locator import locate

log = structlog.get_logger(__name__)
UNREADABLE = "unreadable"  # no revision is called so: tables are never at it


def newest_revision(folder: Path) -> str | None:
    """Return the newest revision of a history; None for an empty one, UNREADABLE for one without a single end."""
    scripts = ScriptDirectory(str(locate("migrations")), version_locations=[str(folder)])
    try:
        return scripts.get_current_head()
    except Exception:
        log.exception("migrations.unreadable", folder=str(folder))
        return UNREADABLE


def is_known(folder: Path, revision: str) -> bool:
    """Tell whether a history holds a revision; a newer version of the program may have made it."""
    scripts = ScriptDirectory(str(locate("migrations")), version_locations=[str(folder)])
    return any(one.revision == revision for one in scripts.walk_revisions())
