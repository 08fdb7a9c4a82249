"""Show who agreed to be shown, on a list and a map; record agreements and end them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.models import ActorKind, ActorShowing
from collegial.actors.permissions import MANAGE
from collegial.actors.queries import actor as actor_numbered
from collegial.actors.queries import families
from collegial.atlas import queries, services
from collegial.atlas.forms import AgreementForm, StaffAgreementForm
from collegial.atlas.naming import Circle, Name, placed_names
from collegial.atlas.rules import SCALE, Point, TerritoryMap, read_coordinates
from collegial.atlas.showing import territory_map
from collegial.kernel.clock import local_day
from collegial.kernel.errors import Forbidden
from collegial.kernel.paging import page_of
from collegial.kernel.text import t
from collegial.web.acting import FormPage, form_act
from collegial.web.languages import say
from collegial.web.request import act, session, viewer

LONGEST_SEARCH = 100
_KINDS = {one.value: one for one in ActorKind}


@dataclass(frozen=True)
class Dot:
    """An actor on the map."""

    at: Point
    name: str


def index() -> ResponseReturnValue:
    """Show those who are found, and where they are."""
    ground = territory_map()
    sought = _sought(ground)
    counts = queries.count_by_place(session())
    page = page_of(session(), queries.shown(sought), number=request.args.get("page", 1, type=int))
    return render_template(
        "atlas/index.html",
        page=page,
        ground=ground,
        counts=counts,
        dots=_dots(ground),
        names=_names(ground, counts),
        asked={name: _asked(name) for name in ("q", "family", "kind", "place", "territory")},
        families=families(session()),
    )


def _names(ground: TerritoryMap | None, counts: Mapping[str, int]) -> Mapping[str, Name]:
    """Return where the names of the communes stand that have somebody to show."""
    cells = ground.cells if ground else ()
    shown = ((cell, counts.get(cell.place.name, 0)) for cell in cells)
    return placed_names(
        Circle(name=cell.place.name, at=cell.at, radius=19 + 5 * here**0.5) for cell, here in shown if here
    )


def agree(actor_id: int) -> ResponseReturnValue:
    """Record that an actor agrees to be shown, by itself or by the staff for it."""
    actor, by = actor_numbered(session(), actor_id), act()
    today = by.today
    if not queries.may_decide(session(), viewer(), actor_id, today):
        raise Forbidden(
            "atlas.not_yours", t("Only the actor itself, who speaks for it, or the staff may say this.")
        )
    is_own = not viewer().may(MANAGE)
    form = AgreementForm() if is_own else StaffAgreementForm()
    _fill(form, queries.showing_of(session(), actor_id))
    page = FormPage(
        title=t("Be shown to everyone"), eyebrow=actor.name, submit=t("Save"),
        lead=t("The public site lists those who agree, and puts them on its map. No address, no telephone number."),
        crumbs=[(t("My account") if is_own else actor.name, _back(actor_id, is_own=is_own))],
    )  # fmt: skip

    def save() -> None:
        how = say(t("By the actor itself, on its page.")) if is_own else form.how.data or ""
        at = read_coordinates(form.north.data or "", form.east.data or "")
        services.show_actor(act(), actor_id, how=how, at=at, on=None if is_own else form.on.data)

    return form_act(
        form, save, page, done=t("The actor is shown on the public site."), to=_back(actor_id, is_own=is_own)
    )


def withdraw(actor_id: int) -> ResponseReturnValue:
    """Take an actor off the public site."""
    services.hide_actor(act(), actor_id)
    flash(say(t("The actor is off the public site.")), "success")
    return redirect(_back(actor_id, is_own=not viewer().may(MANAGE)))


def _back(actor_id: int, *, is_own: bool) -> str:
    return url_for("accounts.mine") if is_own else url_for("actors.show", actor_id=actor_id)


def _fill(form: AgreementForm, found: ActorShowing | None) -> None:
    if form.is_submitted() or found is None:
        return
    form.agreed.data = True
    if found.north is not None and found.east is not None:
        form.north.data, form.east.data = str(found.north / SCALE), str(found.east / SCALE)
    if isinstance(form, StaffAgreementForm):
        form.how.data = found.how
        form.on.data = local_day(found.agreed_at, act().zone)


def _asked(name: str) -> str:
    return request.args.get(name, "").strip()[:LONGEST_SEARCH]


def _sought(ground: TerritoryMap | None) -> queries.Sought:
    place, territory = _asked("place"), _asked("territory")
    places = [place] if place else ground.names_in(territory) if ground and territory else None
    return queries.Sought(
        words=_asked("q"), family=_asked("family"), kind=_KINDS.get(_asked("kind")), places=places
    )


def _dots(ground: TerritoryMap | None) -> list[Dot]:
    """Return those who gave a point of their own that lies on the map."""
    if ground is None:
        return []
    own = queries.shown(queries.Sought()).where(ActorShowing.north.is_not(None))
    found = [
        (ground.at((one.north or 0) / SCALE, (one.east or 0) / SCALE), one) for one in session().scalars(own)
    ]
    return [Dot(at=at, name=one.actor.name) for at, one in found if ground.holds(at)]
