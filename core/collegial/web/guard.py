"""The gate before every page: is its module on, may this viewer come in, is the sign-in recent enough."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from collegial.hosting.host import Host
from collegial.hosting.loading import CORE
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.listing import listed
from collegial.kernel.permissions import Viewer, require
from collegial.kernel.text import t
from collegial.web.program import current_program
from collegial.web.request import SAFE, gate_of_request, session, viewer
from collegial.web.routing import LateRule, Number

ViewerLoader = Callable[[], Viewer]
Freshness = Callable[[], ResponseReturnValue | None]


def guard(
    app: Flask, *, load_viewer: ViewerLoader, freshen: Freshness, open_endpoints: frozenset[str]
) -> None:
    """Put the gate before every request.

    An endpoint without a gate of ours must be in `open_endpoints` (a library's own pages): anything
    else is refused, so that a forgotten permission shuts a page rather than opening it.
    """

    def check() -> ResponseReturnValue | None:
        if request.endpoint is None:
            return None
        if request.endpoint != "static":
            g.viewer = load_viewer()
        if request.endpoint in open_endpoints:
            return None
        return _check_gate(freshen)

    app.before_request(check)


def _check_gate(freshen: Freshness) -> ResponseReturnValue | None:
    gate = gate_of_request()
    is_file = gate is None and _is_file_of_a_module()
    if (gate is None and not is_file) or not _module_is_on():
        abort(404 if gate or is_file else 403)
    if gate is None:
        return None
    if not viewer().may(gate.permission) and not viewer().is_signed_in:
        return redirect(url_for("security.login", next=_here()))
    require(viewer(), gate.permission)
    refuse_to_change_what_is_set_aside(owner_of(request.blueprint), request.blueprint or "")
    return freshen() if gate.fresh else None


def pass_gate() -> None:
    """Let the viewer pass to the page of this request; raises Missing where it is shut, Forbidden without the right.

    For what is done for a reader who is not there: nobody can be sent to sign in.
    """
    gate = gate_of_request()
    if gate is None or gate.writes or not _module_is_on():
        raise Missing("page.shut", t("This page is not there, or its module is switched off."))
    require(viewer(), gate.permission)


def refuse_to_change_what_is_set_aside(owner: str, blueprint: str = "") -> None:
    """Let what a module holds that another one stands in for be read only; raises Refused."""
    host = current_program().host
    if request.method in SAFE or not host.is_left_to_another(session(), owner, blueprint):
        return
    raise Refused(
        "modules.set_aside",
        t(
            "This is done with “%(others)s” now. What “%(name)s” holds can be read and exported.",
            others=listed(host.used_instead(session(), owner, blueprint)),
            name=host.loaded[owner].meta.title,
        ),
    )


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else url_for("web.home")


def _is_file_of_a_module() -> bool:
    """Tell a file that a module serves beside its pages, such as a style sheet: open to all while it is on."""
    return request.endpoint == f"{request.blueprint}.static" and owner_of(request.blueprint) != CORE


def _module_is_on() -> bool:
    owner = owner_of(request.blueprint)
    return owner == CORE or owner in current_program().host.active(session())


def owner_of(blueprint: str | None) -> str:
    """Return whose pages a blueprint holds."""
    owners: dict[str, str] = current_app.extensions["collegial.owners"]
    return owners.get(blueprint or "", CORE)


def bare(host: Host) -> list[tuple[str, Blueprint]]:
    """Return what makes the templates of modules without pages known: their cards and pieces need them too."""
    paged = {owner for owner, _ in host.declared("blueprints")}
    return [
        (name, Blueprint(name, one.module.__name__, template_folder="templates"))
        for name, one in sorted(host.loaded.items())
        if name not in paged and isinstance(one.module, ModuleType) and _has_templates(one.module)
    ]


def _has_templates(module: ModuleType) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and (Path(file).parent / "templates").is_dir()


def mount(app: Flask, blueprints: list[tuple[str, Any]]) -> None:
    """Register every blueprint and remember its owner, so that a module can be shut at run time."""
    app.url_map.converters["int"], app.url_rule_class = Number, LateRule
    owners = app.extensions.setdefault("collegial.owners", {})
    for owner, blueprint in blueprints:
        app.register_blueprint(blueprint)
        owners[blueprint.name] = owner
