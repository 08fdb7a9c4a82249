"""What leaves the site: the feed, the list that other sites show, open data."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time
from xml.etree import ElementTree as ET

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.plugin import embeddable, pays_name, public_address, say, session, settings_of, t
from collegial_information import queries, words
from collegial_information.forms import SoughtForm
from collegial_information.models import InformationEntry
from collegial_information.records import write
from collegial_information.setting_forms import is_origin
from collegial_information.settings import OPENING
from collegial_information.showing import present_day

_ATOM = "http://www.w3.org/2005/Atom"


def feed() -> Response:
    """Give what was published last as an Atom feed; the same filters as the page."""
    entries = queries.latest(session(), SoughtForm(request.args).sought(present_day()))
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")
    own = public_address(request.full_path.rstrip("?"))
    _add(root, "title", say(t("Directory of resources")))
    _add(root, "id", own)
    _add(root, "updated", _moment(entries[0].changed_at if entries else datetime.now(UTC)))
    _add(root, "link", href=own, rel="self", type="application/atom+xml")
    _add(root, "link", href=public_address(url_for("information.index")), rel="alternate")
    _add(_add(root, "author"), "name", pays_name())
    for one in entries:
        _add_entry(root, one)
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(content, content_type="application/atom+xml; charset=utf-8")


def embed() -> ResponseReturnValue:
    """Give the list that the sites named in the settings show in their own pages: no cookie, no form."""
    day = present_day()
    sought = replace(SoughtForm(request.args).sought(day), open_on=day)
    page = Response(
        render_template("information/embed.html", entries=queries.latest(session(), sought), words=words)
    )
    origins = [one for one in settings_of(session(), OPENING).shown_on.split() if is_origin(one)]
    return embeddable(page, origins)


def open_data() -> ResponseReturnValue:
    """Say under which licence the directory is given, and where."""
    return render_template("information/open_data.html", opening=settings_of(session(), OPENING))


def data() -> Response:
    """Give the whole directory as JSON, with its licence."""
    opening = settings_of(session(), OPENING)
    content = {
        "title": say(t("Directory of resources")),
        "source": pays_name(),
        "licence": opening.licence,
        "licence_url": opening.licence_url,
        "as_of": present_day().isoformat(),
        "resources": [write(one).model_dump(mode="json") for one in session().scalars(queries.shown())],
    }
    return Response(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json")


def _add_entry(root: ET.Element, one: InformationEntry) -> None:
    item = _add(root, "entry")
    address = public_address(url_for("information.show", entry_id=one.id))
    published = datetime.combine(one.published_on or one.checked_on, time(), tzinfo=UTC)
    _add(item, "title", one.title)
    _add(item, "id", address)
    _add(item, "link", href=address)
    _add(item, "published", _moment(published))
    _add(item, "updated", _moment(one.changed_at))
    _add(item, "category", term=one.kind.value, label=say(words.KINDS[one.kind]))
    _add(item, "summary", f"{one.provider} – {one.summary}")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = text
    return child


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
