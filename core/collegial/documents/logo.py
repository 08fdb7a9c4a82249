"""The logo at the head of papers: whose it is, and whether it can be drawn there."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import structlog

from collegial.documents.rendering import RenderingFailed, render_pdf

log = structlog.get_logger(__name__)
_PROBE = Path(__file__).parent / "probe.typ"


@dataclass(frozen=True, kw_only=True)
class Logo:
    """A picture, and the name that it stands beside: papers in another's name do not bear it."""

    owner: str
    content: bytes


@lru_cache(maxsize=8)
def can_print(picture: bytes) -> bool:
    """Tell whether a picture can be drawn at the head of a paper that is read aloud, and kept.

    The compiler alone knows: it must read the picture, and every letter in it.
    """
    try:
        render_pdf(_PROBE, {"title": "probe", "dated": "2026-01-01"}, locale="en", logo=picture)
    except RenderingFailed as error:
        log.warning("documents.logo_failed", problem=str(error))
        return False
    return True
