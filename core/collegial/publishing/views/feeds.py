"""What was published and decided last, as a feed (Atom, RFC 4287)."""

from datetime import UTC, datetime, time
from xml.etree import ElementTree as ET

from flask import Response, url_for

from collegial.hooks.publishing import PublicKind
from collegial.publishing import gathering
from collegial.publishing.gathering import Shown
from collegial.web.languages import say, say_if_text
from collegial.web.program import pays_name, public_address
from collegial.web.prose import plain_text
from collegial.web.request import session

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 30


def feed() -> Response:
    """Give works and decisions, the latest first."""
    found = [
        one
        for kind in (PublicKind.WORK, PublicKind.DECISION)
        for one in gathering.latest(session(), kind, most=_MOST)
    ]
    found.sort(key=lambda one: one.order, reverse=True)
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    own = public_address(url_for("publishing.feed"))
    _add(root, "title", pays_name())
    _add(root, "id", own)
    _add(root, "updated", _moment(found[0] if found else None))
    _add(root, "link", href=own, rel="self", type="application/atom+xml")
    _add(root, "link", href=public_address(url_for("publishing.published")), rel="alternate")
    _add(_add(root, "author"), "name", pays_name())
    for one in found[:_MOST]:
        _add_entry(root, one)
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(content, content_type="application/atom+xml; charset=utf-8")


def _add_entry(root: ET.Element, one: Shown) -> None:
    entry, page = _add(root, "entry"), url_for("publishing.published")
    _add(entry, "title", str(say_if_text(one.item.title)))
    _add(entry, "id", f"{public_address(page)}#{one.key}")
    _add(entry, "link", href=public_address(one.address or page))
    _add(entry, "updated", _moment(one))
    _add(entry, "category", term=one.source.key, label=say(one.item.label))
    _add(entry, "summary", plain_text(one.item.summary))


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = "".join(sign for sign in text if sign.isprintable() or sign.isspace()) if text else None
    return child


def _moment(one: Shown | None) -> str:
    """Return the beginning of its day: what is published keeps it, whoever asks and when."""
    on = datetime.combine(one.day, time(), UTC) if one else datetime.fromtimestamp(0, UTC)
    return on.isoformat(timespec="seconds")
