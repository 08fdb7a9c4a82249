"""Ask for a list again by its address, later and elsewhere, as the reader who asked: the same gate, the same rows."""

from dataclasses import dataclass, field

from flask import current_app, g, request
from flask_babel import force_locale

from collegial.kernel.errors import Missing
from collegial.kernel.permissions import PUBLIC, Permission, Viewer
from collegial.kernel.text import t
from collegial.web.guard import pass_gate
from collegial.web.program import current_program
from collegial.web.tables import TAKER, Listing, Taker

_FORMAT = "file_format"


@dataclass(frozen=True, kw_only=True)
class WatchedViewer(Viewer):
    """A viewer whose rights are noted as they are asked for and found: what it was shown rests on them."""

    used: set[str] = field(default_factory=set, compare=False)

    def may(self, permission: Permission | str) -> bool:
        """Tell whether the viewer holds a permission, and note it if so."""
        holds = super().may(permission)
        key = permission if isinstance(permission, str) else permission.key
        if holds and key != PUBLIC.key:
            self.used.add(key)
        return holds


def watched(viewer: Viewer) -> WatchedViewer:
    """Return a viewer whose rights are noted."""
    return WatchedViewer(
        name=viewer.name, account_id=viewer.account_id, actor_id=viewer.actor_id, roles=viewer.roles,
        grants=viewer.grants, is_program=viewer.is_program, locale=viewer.locale, reach=viewer.reach,
        stands=viewer.stands,
    )  # fmt: skip


def replay(address: str, reader: Viewer, locale: str, take: Taker) -> None:
    """Ask for the list at an address of this site, for a reader and in a language; `take` gets it.

    It has a session of its own that only reads, and ends with this call. Raises Missing for an address that gives no
    list, or whose module is off, and what the page itself refuses.
    """
    if not address.startswith("/") or address.startswith("//"):
        raise unknown_list()
    taken: list[Listing] = []

    def keep(listing: Listing) -> None:
        taken.append(listing)
        take(listing)

    base = current_program().settings.public_url
    with current_app.app_context(), current_app.test_request_context(address, base_url=base):
        g.viewer, g.is_job = reader, True
        setattr(g, TAKER, keep)
        with force_locale(locale):
            _view()
    if not taken:
        raise unknown_list()


def _view() -> None:
    arguments = request.view_args or {}
    if request.routing_exception is not None or request.endpoint is None or _FORMAT not in arguments:
        raise unknown_list()
    pass_gate()
    current_app.view_functions[request.endpoint](**arguments)


def unknown_list() -> Missing:
    """Return what is said where there is no list."""
    return Missing("lists.unknown", t("There is no such list, or its module is switched off."))
