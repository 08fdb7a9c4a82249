"""The kinds of notices there are: of all modules for what was told, of active ones for what can be chosen."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from collegial.hooks.noticing import NoticeKind
from collegial.kernel.permissions import Viewer
from collegial.kernel.text import Text
from collegial.web.program import current_program


def kinds() -> Mapping[str, NoticeKind]:
    """Return every kind by its key, also those of modules that are off: their choices are kept."""
    return {key: kind for key, (_, kind) in current_program().host.by_hook["notice_kinds"].items()}


def offered_to(session: Session, viewer: Viewer) -> Sequence[NoticeKind]:
    """Return the kinds that the core and the active modules tell of, and that may concern a viewer."""
    offered: Sequence[NoticeKind] = current_program().host.of_active(session, "notice_kinds")
    return [one for one in offered if viewer.may(one.permission)]


def parts(offered: Sequence[NoticeKind]) -> list[tuple[Text | None, Sequence[NoticeKind]]]:
    """Return the kinds by the module that tells of them, the core's first and without a title."""
    host = current_program().host
    found: dict[str, list[NoticeKind]] = {}
    for one in offered:
        found.setdefault(host.by_hook["notice_kinds"][one.key][0], []).append(one)
    return [
        (host.loaded[owner].meta.title if owner in host.loaded else None, each)
        for owner, each in found.items()
    ]
