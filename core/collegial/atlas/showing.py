"""The map of the deployment, read once from its folder."""

import tomllib
from functools import lru_cache
from pathlib import Path

import structlog

from collegial.atlas.rules import TerritoryMap, UnreadableTerritory, read_territory
from collegial.web.program import current_program

log = structlog.get_logger(__name__)


def territory_map() -> TerritoryMap | None:
    """Return the map; None where the deployment has none, or its file cannot be used, which is logged."""
    path = territory_file()
    if path is None:
        return None
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (OSError, UnreadableTerritory, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        log.warning("atlas.no_map", problem=str(error))
        return None


def territory_file() -> Path | None:
    """Return the file that the settings name."""
    settings = current_program().settings
    return settings.folder / settings.site.territory if settings.site.territory else None


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> TerritoryMap:
    return read_territory(tomllib.loads(path.read_text(encoding="utf-8")))
