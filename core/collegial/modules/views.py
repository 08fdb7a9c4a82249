"""Show the modules, switch them, set them."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.hooks.extensions import SettingsSection
from collegial.hooks.version import API_VERSION
from collegial.hosting import services
from collegial.hosting.services import InUse
from collegial.hosting.settings import save_settings, settings_of
from collegial.kernel.errors import Missing, Refused
from collegial.kernel.text import Text, t
from collegial.modules import queries
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer


def index() -> ResponseReturnValue:
    """Show every installed module."""
    host = current_program().host
    return render_template(
        "modules/index.html",
        modules=queries.modules(host, session(), viewer(), act().today),
        broken=host.broken,
        contested=queries.contested(host, session()),
        api_version=API_VERSION,
    )


def show(name: str) -> ResponseReturnValue:
    """Show one module: its state, what it adds, what it holds, what can be set."""
    host = current_program().host
    module = queries.module(host, session(), viewer(), name, act().today)
    return render_template("modules/show.html", module=module)


def enable(name: str) -> ResponseReturnValue:
    """Switch a module on."""
    services.enable_plugin(act(), current_program().host, name)
    flash(say(t("The module is on: its pages and its menu are there at once.")), "success")
    return redirect(url_for("modules.index"))


def disable(name: str) -> ResponseReturnValue:
    """Switch a module off; while something rests on it, only after that was read and confirmed."""
    host, confirmed = current_program().host, request.form.get("despite_use") == "yes"
    try:
        services.disable_plugin(act(), host, name, despite_use=confirmed)
    except InUse as error:
        module = queries.module(host, session(), viewer(), name, act().today)
        return render_template("modules/in_use.html", module=module, uses=error.uses), error.status
    flash(say(t("The module is off. Its data are kept; switch it on again to find them back.")), "success")
    return redirect(url_for("modules.index"))


def choose(capability: str) -> ResponseReturnValue:
    """Use one of the modules that offer the same thing."""
    services.choose_offer(
        act(), current_program().host, capability=capability, name=request.form.get("plugin", "")
    )
    flash(say(t("From now on this module is used. What the other one holds can still be read.")), "success")
    return redirect(url_for("modules.index"))


def configure(key: str) -> ResponseReturnValue:
    """Show what can be set in a section, and set it."""
    owner, section = _section(key)
    unreadable: list[Text] = []
    values = _values(section, unreadable.append)
    form = section.form(data=asdict(values))
    status = form.attempt(
        lambda: save_settings(act(), section, {name: form[name].data for name in asdict(values)})
    )
    if status is None:
        flash(say(t("The settings are saved.")), "success")
        return redirect(url_for("modules.show", name=owner))
    module = queries.module(current_program().host, session(), viewer(), owner, act().today)
    page = render_template(
        "modules/configure.html", module=module, section=section, form=form, unreadable=unreadable
    )
    return page, status


def _values(section: SettingsSection[Any], tell: Callable[[Text], None]) -> Any:
    """Return what is set; the defaults, told as such, where what was stored cannot be read any more."""
    try:
        return settings_of(session(), section)
    except Refused as error:
        tell(error.text)
        return section.values()


def _section(key: str) -> tuple[str, SettingsSection[Any]]:
    found = current_program().host.by_hook["settings_sections"].get(key)
    if found is None:
        raise Missing("modules.no_section", t("There are no such settings."))
    return found
