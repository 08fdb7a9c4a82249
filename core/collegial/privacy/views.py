"""One's own data; the requests of others; the inventory of all that is held."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collegial.actors.queries import actor as actor_by_id
from collegial.hooks.contracts import PersonalDataSource
from collegial.kernel.errors import Missing
from collegial.kernel.naming import slug_from
from collegial.kernel.paging import page_of_rows
from collegial.kernel.text import t
from collegial.privacy import queries, services
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session, viewer

MOST_SHOWN = 50


def mine() -> ResponseReturnValue:
    """Show what is held of oneself, and what would be erased."""
    return _person("privacy/mine.html", _own_id())


def take_mine() -> ResponseReturnValue:
    """Hand one's own data out."""
    return _archive(_own_id())


def ask() -> ResponseReturnValue:
    """Ask to be forgotten."""
    services.ask_erasure(act())
    flash(say(t("Your request is sent. You will get an answer within a month.")), "success")
    return redirect(url_for("privacy.mine"))


def requests() -> ResponseReturnValue:
    """Show the requests that wait, and of whom nothing needs to be reached any more."""
    gone = page_of_rows(
        session(), queries.long_gone(act().today), number=request.args.get("page", 1, type=int)
    )
    return render_template(
        "privacy/requests.html",
        requests=queries.open_requests(session()),
        gone=gone,
        fruitless=session().scalars(queries.fruitless(act().today).limit(MOST_SHOWN)).all(),
    )


def person(actor_id: int) -> ResponseReturnValue:
    """Show what is held of someone, and the split answer before anything is erased."""
    return _person("privacy/person.html", actor_id)


def take(actor_id: int) -> ResponseReturnValue:
    """Hand someone's data out."""
    return _archive(actor_id)


def erase(actor_id: int) -> ResponseReturnValue:
    """Erase what may be erased."""
    services.erase_data(act(), sources(), actor_id)
    flash(say(t("The data are erased as far as the law allows. Print the answer for the person.")), "success")
    return redirect(url_for("privacy.person", actor_id=actor_id, _anchor="answers"))


def inventory() -> ResponseReturnValue:
    """Show what personal data each module holds, why, and for how long."""
    host = current_program().host
    titles = {name: one.meta.title for name, one in host.loaded.items()}
    return render_template("privacy/inventory.html", owned=host.declared("personal_data"), titles=titles)


def sources() -> Sequence[PersonalDataSource]:
    """Return what the core and every usable module hold, switched on or off."""
    return [source for _, source in current_program().host.declared("personal_data")]


def _person(template: str, actor_id: int) -> str:
    return render_template(
        template,
        actor=actor_by_id(session(), actor_id),
        holdings=queries.holdings(session(), sources(), actor_id),
        answer=queries.split_answer(session(), sources(), actor_id, act().today),
        waiting=queries.open_request(session(), actor_id),
        erasures=queries.erasures_of(session(), actor_id),
    )


def _archive(actor_id: int) -> Response:
    page = render_template(
        "privacy/archive.html",
        actor=actor_by_id(session(), actor_id),
        holdings=[one for one in queries.holdings(session(), sources(), actor_id) if one.records],
        day=act().today,
    )
    papers = {
        f"{one.key}/{held.name}": held.content for one in sources() for held in one.files(session(), actor_id)
    }
    written = services.export_data(act(), sources(), actor_id, papers | {say(t("my-data.html")): page})
    title = say(t("Personal data"))
    name = f"{slug_from(title)}-{actor_id}.zip"
    return Response(
        written, mimetype="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )  # fmt: skip


def _own_id() -> int:
    actor_id = viewer().actor_id
    if actor_id is None:
        raise Missing("privacy.nobody", t("Your account stands for nobody: nothing is held here of you."))
    return actor_id
