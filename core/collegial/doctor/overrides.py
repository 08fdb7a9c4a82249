"""Look at what the deployment says or shows otherwise: templates, texts and documents of its own."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path

from flask import Flask

from collegial.config import Settings
from collegial.doctor.findings import Finding, fine, warning
from collegial.documents.printing import CORE_TEMPLATES
from collegial.hosting.host import Host
from collegial.web.languages import MergedDomain
from collegial.web.own.templates import OwnTemplates


def look_at_overrides(app: Flask, settings: Settings, host: Host) -> Iterator[Finding]:
    """Yield what is found in the folders `templates`, `translations` and `documents` of a deployment."""
    templates: OwnTemplates = app.extensions["collegial.templates"]
    texts: MergedDomain = app.extensions["collegial.texts"]
    for one in (*templates.aside, *texts.aside(settings.pays.languages)):
        yield warning("overrides", f"{one.place} is not used: {one.problem}", "Correct it, and start again.")
    for name in templates.outdated():
        yield warning(
            "overrides", f"templates/{name} was made from a template that has changed since.",
            f"Compare it with: collegial overrides show {name}",
        )  # fmt: skip
    yield from document_findings(settings.documents, known_documents(host))
    yield fine("overrides", f"{len(templates.used)} templates of its own")


def known_documents(host: Host) -> list[str]:
    """Return the names that a template of a document may have."""
    return sorted({*CORE_TEMPLATES, *host.by_hook["document_templates"]})


def document_findings(folder: Path, known: Sequence[str]) -> Iterator[Finding]:
    """Yield the templates of documents that nothing prints."""
    for path in sorted(folder.glob("*.typ")):
        if path.stem not in known and not path.stem.startswith("_"):
            near = get_close_matches(path.stem, known, n=1)
            meant = f"Did you mean {near[0]}.typ?" if near else f"Known: {', '.join(known)}."
            yield warning("overrides", f"documents/{path.name} is never printed.",
                          f"{meant} A file that others import begins with “_”.")  # fmt: skip
