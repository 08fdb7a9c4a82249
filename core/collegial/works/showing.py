"""How the pages of common works lead to each other and to the module that leads a work."""

from datetime import date
from typing import Any

from flask import url_for

from collegial.hooks.extensions import WorkKind
from collegial.kernel.errors import Missing
from collegial.kernel.text import Text, t
from collegial.web.languages import written_moment
from collegial.web.menu import entry_of
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.works import queries
from collegial.works.models import Work
from collegial.works.services import meetings_called_off

Crumbs = list[tuple[Text | str, str]]


def kinds() -> dict[str, WorkKind]:
    """Return the kinds that active modules lead, by key."""
    return {one.key: one for one in current_program().host.work_kinds(session())}


def parties_of(*works: Work) -> dict[int, set[int]]:
    """Return whom modules count among those who take part in works without a statement, by the work."""
    found: dict[int, set[int]] = {one.id: set() for one in works}
    leading = kinds()
    for key in {one.kind for one in works}:
        for work_id, actor_id in leading[key].parties(session()):
            if work_id in found:
                found[work_id].add(actor_id)
    return found


def shown_work(work_id: int) -> Work:
    """Return a work whose module is active; raises Missing for others."""
    found = queries.work(session(), work_id)
    if found.kind not in kinds():
        raise Missing("works.unknown", t("There is no such common work."))
    return found


def address_of(work: Work) -> str:
    """Return the page of a work, which its module shows."""
    kind = kinds()[work.kind]
    values: dict[str, Any] = {kind.argument: work.id}
    return url_for(kind.endpoint, **values)


def crumbs(work: Work) -> Crumbs:
    """Return the way to a work: from the entry of the menu that is lit on its page."""
    entry = entry_of(kinds()[work.kind].endpoint)
    above = (entry.label, entry.url) if entry else (t("Common works"), url_for("works.index"))
    return [above, (work.title, address_of(work))]


def ending_facts(work_id: int) -> list[tuple[Text | str, object]]:
    """Return what a page says before a work is finished: the meetings that are called off with it."""
    names = [
        t("%(title)s, %(when)s", title=one.title, when=written_moment(one.starts_at))
        for one in meetings_called_off(act(), work_id)
    ]
    return [(t("Meetings that are called off"), names)] if names else []


def this_day() -> date:
    """Return today."""
    context = act()
    return context.today
