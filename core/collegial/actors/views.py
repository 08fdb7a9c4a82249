"""Show the directory and one actor; natural persons only to those who may see them."""

from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collegial.actors import queries
from collegial.actors.models import Actor, ActorFamily, ActorKind
from collegial.actors.permissions import PERSONS
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Missing
from collegial.kernel.paging import Page, page_of
from collegial.kernel.text import t
from collegial.web.request import act, session, viewer

LONGEST_SEARCH = 100


def index() -> ResponseReturnValue:
    """Show the actors found, by family and level, with how many there are in each."""
    search = queries.Search(
        words=request.args.get("q", "").strip()[:LONGEST_SEARCH],
        family=request.args.get("family", ""),
        with_persons=viewer().may(PERSONS),
    )
    page = page_of(session(), queries.directory(search), number=request.args.get("page", 1, type=int))
    counts = queries.count_by_family(session(), search)
    return render_template(
        "actors/index.html", search=search, page=page, families=_by_family(page), counts=counts
    )


def show(actor_id: int) -> ResponseReturnValue:
    """Show one actor and, to those who may see persons, who represents it."""
    actor = queries.actor(session(), actor_id)
    may_see_persons = viewer().may(PERSONS)
    if actor.kind is ActorKind.PERSON and not may_see_persons:
        raise Missing("actors.unknown", t("There is no such actor in the directory."))
    representatives = queries.representatives_of(session(), actor_id) if may_see_persons else ()
    context = act()
    today = local_day(context.clock.now(), context.zone)
    return render_template("actors/show.html", actor=actor, representatives=representatives, today=today)


def _by_family(page: Page[Actor]) -> list[tuple[ActorFamily | None, list[Actor]]]:
    return [(family, list(actors)) for family, actors in groupby(page.items, key=lambda actor: actor.family)]
