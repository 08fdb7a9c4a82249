"""What search engines ask for: which pages there are, and what they may read."""

from xml.etree import ElementTree as ET

from flask import Response, url_for

from collegial.hooks.publishing import PublicKind
from collegial.publishing import gathering
from collegial.web.program import current_program, public_address
from collegial.web.request import session
from collegial.web.sharing import address_in

_SITEMAP, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"
_ENTRANCES = (
    "web.home", "publishing.about", "publishing.month", "publishing.published", "publishing.open_data",
    "publishing.legal", "joining.about", "atlas.index", "proposals.index", "works.index",
)  # fmt: skip


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
    shut = ("/sign-in", "/account", "/search", "/api/", "/demo")
    lines = ["User-agent: *", *(f"Disallow: {one}" for one in shut), ""]
    return Response(
        "\n".join([*lines, f"Sitemap: {public_address(url_for('publishing.sitemap'))}", ""]),
        mimetype="text/plain",
    )


def is_indexed() -> bool:
    """Tell whether the deployment wants to be found."""
    return current_program().settings.site.indexed


def _paths() -> list[str]:
    """Return entrances and pages of what was published, each once, without what stands after a page's address."""
    found = [url_for(one) for one in _ENTRANCES]
    for kind in (PublicKind.WORK, PublicKind.DECISION):
        found += [one.address for one in gathering.latest(session(), kind) if one.address]
    found += [one.address for one in gathering.to_come(session(), most=gathering.MOST) if one.address]
    return list(dict.fromkeys(one.split("#")[0] for one in found))
