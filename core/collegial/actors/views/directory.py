"""Show the directory and one actor; natural persons only to those who may see them."""

from functools import partial
from itertools import groupby

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors import queries
from collegial.actors.exports import COLUMNS, DIRECTORY, directory_row
from collegial.actors.models import Actor, ActorFamily
from collegial.actors.permissions import MANAGE, PERSONS
from collegial.actors.rules import mask, show_phone
from collegial.actors.views.loading import visible_actor
from collegial.kernel.paging import Listed, Page, page_of
from collegial.web.request import act, session, viewer
from collegial.web.tables import table_response

LONGEST_SEARCH = 100


def index() -> ResponseReturnValue:
    """Show the actors found, by family and level, with how many there are in each."""
    search = _search()
    page = page_of(session(), queries.directory(search), number=request.args.get("page", 1, type=int))
    counts = queries.count_by_family(session(), search)
    return render_template(
        "actors/index.html", search=search, page=page, families=_by_family(page), counts=counts
    )


def export(file_format: str) -> ResponseReturnValue:
    """Give the actors found as a file for a spreadsheet."""
    written = partial(directory_row, with_addresses=viewer().may(PERSONS))
    rows = Listed(session(), queries.directory(_search()), written)
    return table_response(DIRECTORY, COLUMNS, rows, file_format)


def show(actor_id: int) -> ResponseReturnValue:
    """Show one actor and, to those who may see persons, how to reach it and who stands for it."""
    actor = visible_actor(actor_id)
    if actor.merged_into_id is not None:
        return redirect(url_for("actors.show", actor_id=actor.merged_into_id))
    day = act().today
    profile = queries.profile(session(), actor, day) if viewer().may(PERSONS) else None
    pairs = queries.lookalikes(session(), actor) if viewer().may(MANAGE) else []
    return render_template(
        "actors/show.html",
        actor=actor,
        profile=profile,
        pairs=pairs,
        today=day,
        mask=mask,
        show_phone=show_phone,
    )


def _search() -> queries.Search:
    return queries.Search(
        words=request.args.get("q", "").strip()[:LONGEST_SEARCH],
        family=request.args.get("family", ""),
        seen=queries.is_seen(viewer()),
    )


def _by_family(page: Page[Actor]) -> list[tuple[ActorFamily | None, list[Actor]]]:
    return [(family, list(actors)) for family, actors in groupby(page.items, key=lambda actor: actor.family)]
