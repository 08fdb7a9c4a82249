"""Look at what the deployment says or shows otherwise: templates, texts and documents of its own."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from flask import Flask

from collegial.config import Settings
from collegial.doctor.findings import Finding, fine, warning
from collegial.documents.logo import can_print
from collegial.documents.printing import CORE_TEMPLATES
from collegial.hosting.host import Host
from collegial.kernel.text import nt, t
from collegial.web.languages import MergedDomain
from collegial.web.own.templates import OwnTemplates


def look_at_overrides(app: Flask, settings: Settings, host: Host) -> Iterator[Finding]:
    """Yield what is found in the folders `templates`, `translations` and `documents` of a deployment."""
    templates: OwnTemplates = app.extensions["collegial.templates"]
    texts: MergedDomain = app.extensions["collegial.texts"]
    for one in (*templates.aside, *texts.aside(settings.pays.languages)):
        yield warning(
            "overrides",
            t("%(place)s is not used: %(problem)s", place=one.place, problem=one.problem),
            t("Correct it, and start again."),
        )
    for name in templates.outdated():
        yield warning(
            "overrides",
            t("templates/%(name)s was made from a template that has changed since.", name=name),
            t("Compare it with: collegial overrides show %(name)s", name=name),
        )
    yield from document_findings(settings.documents, known_documents(host))
    yield from logo_findings(settings.folder / settings.pays.logo)
    yield fine(
        "overrides",
        nt("%(count)d template of its own", "%(count)d templates of its own", len(templates.used)),
    )


def logo_findings(file: Path) -> Iterator[Finding]:
    """Yield that the logo in the folder cannot be drawn on papers."""
    if file.is_file() and not can_print(file.read_bytes()):
        yield warning(
            "overrides",
            t("The logo %(name)s cannot be drawn on papers: they go without it.", name=file.name),
            t("Save it once more, in an SVG with its letters as shapes, or as a PNG."),
        )


def known_documents(host: Host) -> list[str]:
    """Return the names that a template of a document may have."""
    return sorted({*CORE_TEMPLATES, *host.by_hook["document_templates"]})


def document_findings(folder: Path, known: Sequence[str]) -> Iterator[Finding]:
    """Yield the templates of documents that nothing prints."""
    for path in sorted(folder.glob("*.typ")):
        if path.stem not in known and not path.stem.startswith("_"):
            near = get_close_matches(path.stem, known, n=1)
            meant = (
                t("Did you mean %(name)s?", name=f"{near[0]}.typ")
                if near
                else t("Known: %(names)s.", names=", ".join(known))
            )
            yield warning(
                "overrides",
                t("documents/%(name)s is never printed.", name=path.name),
                t("%(meant)s A file that others import begins with “_”.", meant=meant),
            )
