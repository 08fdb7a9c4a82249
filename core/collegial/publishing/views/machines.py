"""What search engines ask for: which pages there are, and what they may read."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from flask import Response, url_for

from collegial.hooks.publishing import PublicKind
from collegial.kernel.permissions import ANONYMOUS
from collegial.publishing import gathering
from collegial.search import queries as searching
from collegial.web.menu import address
from collegial.web.program import current_program, public_address
from collegial.web.request import session
from collegial.web.sharing import address_in

_SITEMAP, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
_ENTRANCES = (
    "web.home", "publishing.about", "publishing.month", "publishing.published", "publishing.open_data",
    "publishing.legal", "joining.about", "atlas.index", "proposals.index", "works.index", "glossary.index",
)  # fmt: skip
_SHUT = ("/sign-in", "/account", "/search", "/api/", "/demo")
_GUIDE = "/guide"  # leads on, to a site of its own
_MOST_FOUND = 2_000  # of each source; a map of a site holds 50 000 at most


def sitemap() -> Response:
    """Give the addresses of the pages that are for everyone, each in every language."""
    languages = current_program().settings.pays.languages
    ET.register_namespace("", _SITEMAP)
    ET.register_namespace("xhtml", _XHTML)
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    for path in _paths():
        page = ET.SubElement(root, f"{{{_SITEMAP}}}url")
        ET.SubElement(page, f"{{{_SITEMAP}}}loc").text = public_address(path)
        for one in languages:
            given = {"rel": "alternate", "hreflang": one, "href": address_in(path, one, languages[0])}
            ET.SubElement(page, f"{{{_XHTML}}}link", given)
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(content, content_type="application/xml; charset=utf-8")


def robots() -> Response:
    """Say what may be read; where the deployment does not want to be found, nothing."""
    if not is_indexed():
        return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in _SHUT), ""]
    return Response(
        "\n".join([*lines, f"Sitemap: {public_address(url_for('publishing.sitemap'))}", ""]),
        mimetype="text/plain",
    )


def is_indexed() -> bool:
    """Tell whether the deployment wants to be found."""
    return current_program().settings.site.indexed


def _paths() -> list[str]:
    """Return the pages that lead on, those of what was published and of all that a visitor may find, each once."""
    found = [url_for(one) for one in _ENTRANCES]
    found += _entries()
    for kind in (PublicKind.WORK, PublicKind.DECISION):
        found += [one.address for one in gathering.latest(session(), kind) if one.address]
    found += [one.address for one in gathering.to_come(session(), most=gathering.MOST) if one.address]
    found += _things()
    return [
        one
        for one in dict.fromkeys(one.split("#")[0] for one in found)
        if not one.startswith((*_SHUT, _GUIDE))
    ]


def _entries() -> Iterator[str]:
    """Give the entries of a visitor's menu, be the reader somebody else."""
    for one in current_program().host.nav_items(session(), ANONYMOUS):
        if found := address(one.key, one.endpoint, {}):
            yield found


def _things() -> Iterator[str]:
    for source, value in searching.findable(current_program().host, session(), ANONYMOUS, most=_MOST_FOUND):
        found = None if source.is_part else address(source.key, source.endpoint, {source.argument: value})
        if found:
            yield found
