"""Print a document by the deployment's own template, where it has one that works, or by the shipped one."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import structlog

from collegial.documents.logo import can_print
from collegial.documents.rendering import RenderingFailed, render_pdf
from collegial.documents.voice import Voice
from collegial.kernel.text import t

log = structlog.get_logger(__name__)
# What the core prints; modules name theirs after themselves, `module.thing`.
CORE_TEMPLATES = ("attendance", "convocation", "minutes", "version", "difference", "paper")


def print_document(
    key: str,
    shipped: Path,
    data: Mapping[str, object],
    *,
    voice: Voice,
    locale: str,
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> bytes:
    """Print data as an accessible PDF; an own template that fails is logged and the shipped one is used.

    `files`, such as pictures, are read by the template as if they lay in its folder.

    A convocation has its legal day: it must go out even where somebody spoilt the looks of it. So a logo that cannot
    be drawn is left out.
    """
    data, logo = _headed(data, voice)
    own = own_template(voice.own, key)
    if own is not None:
        try:
            return render_pdf(own, data, locale=locale, files=files, logo=logo)
        except RenderingFailed:
            log.exception("documents.own_template_failed", template=own.name)
    return render_pdf(shipped, data, locale=locale, files=files, logo=logo)


def _headed(data: Mapping[str, object], voice: Voice) -> tuple[Mapping[str, object], bytes | None]:
    """Return the data, and the logo that the head of the paper bears: that of the name in it, if it can be drawn."""
    logo, head = voice.logo(), data.get("letterhead")
    if logo is None or not isinstance(head, Mapping) or head.get("name") != logo.owner:
        return data, None
    if not can_print(logo.content):
        return data, None
    alt = voice.say(t("Logo of %(name)s", name=logo.owner))
    return {**data, "letterhead": {**head, "logo": alt}}, logo.content


def own_template(folder: Path | None, key: str) -> Path | None:
    """Return the deployment's own template for a document: `<key>.typ` in its folder of documents."""
    if folder is None:
        return None
    path = folder / f"{key}.typ"
    return path if path.is_file() else None
