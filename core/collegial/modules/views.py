"""Show the modules and switch them."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.hooks.contracts import PluginMeta
from collegial.hooks.version import API_VERSION
from collegial.hosting import services
from collegial.hosting.host import Host
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer


@dataclass(frozen=True, kw_only=True)
class Module:
    """A usable module as its card shows it; `failing` names the hooks that raise now."""

    meta: PluginMeta
    origin: str
    is_active: bool
    failing: tuple[str, ...]


def index() -> ResponseReturnValue:
    """Show every installed module."""
    host = current_program().host
    return render_template(
        "modules/index.html", modules=_modules(host), broken=host.broken, api_version=API_VERSION
    )


def enable(name: str) -> ResponseReturnValue:
    """Switch a module on."""
    services.enable_plugin(act(), current_program().host, name)
    flash(say(t("The module is on: its pages and its menu are there at once.")), "success")
    return redirect(url_for("modules.index"))


def disable(name: str) -> ResponseReturnValue:
    """Switch a module off."""
    services.disable_plugin(act(), current_program().host, name)
    flash(say(t("The module is off. Its data are kept; switch it on again to find them back.")), "success")
    return redirect(url_for("modules.index"))


def _modules(host: Host) -> list[Module]:
    active, failures = host.active(session()), host.failures(session(), viewer())
    return [
        Module(
            meta=one.meta,
            origin=one.origin,
            is_active=name in active,
            failing=tuple(failure.hook for failure in failures if failure.owner == name),
        )
        for name, one in sorted(host.loaded.items())
    ]
