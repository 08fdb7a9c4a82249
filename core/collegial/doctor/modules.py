"""Look at the modules: broken, without what they need, failing, with settings that no longer fit."""

from collections.abc import Collection, Iterator

from sqlalchemy.orm import Session

from collegial.doctor.findings import Finding, fine, warning, wrong
from collegial.hosting.activation import active_names, failed_upgrades
from collegial.hosting.settings import settings_of
from collegial.kernel.errors import Refused
from collegial.kernel.permissions import program as program_viewer
from collegial.kernel.text import t
from collegial.web.program import Program

CLERK = "collegial doctor"


def look_at_modules(program: Program, session: Session) -> Iterator[Finding]:
    """Yield what is found in the modules that are installed or on."""
    on = active_names(session)
    usable = on & program.host.loaded.keys()
    yield from _not_there(program, on)
    yield from _not_upgraded(session)
    yield from _lacking(program, session, usable)
    yield from _failing(program, session)
    yield from _module_settings(program, session)
    yield fine("modules", ", ".join(sorted(usable)) or t("none is on"))


def _not_there(program: Program, on: Collection[str]) -> Iterator[Finding]:
    host = program.host
    for broken in host.broken:
        yield wrong(
            "modules",
            t("%(name)s cannot be used: %(reason)s", name=broken.name, reason=broken.reason),
            t("Upgrade or uninstall it, or name it in plugins.blocked."),
        )
    for name in sorted({*on} - {*host.loaded, *(one.name for one in host.broken)}):
        yield warning(
            "modules",
            t("%(name)s is on and not installed: what it decided stays shut.", name=name),
            t("Install it again; its data are kept."),
        )


def _not_upgraded(session: Session) -> Iterator[Finding]:
    for name, error in failed_upgrades(session).items():
        yield wrong(
            "modules",
            t(
                "The tables of %(name)s could not be upgraded, so it does nothing: %(error)s",
                name=name,
                error=error,
            ),
            t("Install a version of it that works, and run: collegial db upgrade"),
        )


def _lacking(program: Program, session: Session, usable: Collection[str]) -> Iterator[Finding]:
    for name in sorted(usable):
        for capability in program.host.lacking(session, name):
            yield warning(
                "modules",
                t(
                    "%(name)s is on and does nothing: nothing offers “%(capability)s”.",
                    name=name,
                    capability=capability,
                ),
                t("Switch a module on that offers it, or this one off."),
            )


def _failing(program: Program, session: Session) -> Iterator[Finding]:
    today = program.clock.now().date()
    for failure in program.host.failures(session, program_viewer(CLERK), today):
        yield wrong(
            "modules",
            t("%(owner)s fails in “%(hook)s”.", owner=failure.owner, hook=failure.hook),
            t("The log says why; upgrade it."),
        )


def _module_settings(program: Program, session: Session) -> Iterator[Finding]:
    for owner, section in program.host.declared("settings_sections"):
        try:
            settings_of(session, section)
        except Refused:
            yield wrong(
                "modules",
                t("The settings %(key)s of %(owner)s no longer fit.", key=section.key, owner=owner),
                t(
                    "Save them again at %(public_url)s/modules/settings/%(key)s",
                    public_url=program.settings.public_url,
                    key=section.key,
                ),
            )
