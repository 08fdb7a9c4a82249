"""Look at pairs of actors that may be one: merge them, or note that they are two."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.actors import queries, services
from collegial.actors.forms import MergeForm
from collegial.actors.models import Actor
from collegial.actors.rules import likeness, mask
from collegial.actors.views.loading import visible_actor
from collegial.kernel.text import t
from collegial.web.languages import say
from collegial.web.request import act, session


def duplicates() -> ResponseReturnValue:
    """List the pairs that someone should look at."""
    return render_template(
        "actors/duplicates.html", pairs=queries.duplicate_pairs(session()), most=queries.MOST_PAIRS
    )


def merge(actor_id: int, other_id: int) -> ResponseReturnValue:
    """Show two actors side by side, and merge them."""
    one, other = visible_actor(actor_id), visible_actor(other_id)
    form = MergeForm(data={"kept": str(min(one.id, other.id))})
    form.offer(one, other)
    status = form.attempt(lambda: _merge(one, other, form))
    if status is None:
        flash(say(t("The two are one now. The trace stands on this page.")), "success")
        return redirect(url_for("actors.show", actor_id=int(form.kept.data)))
    traits = queries.traits_of(session(), (one.id, other.id))
    return render_template(
        "actors/merge.html", form=form, actors=(one, other), profiles=_profiles(one, other), mask=mask,
        likenesses=likeness(traits[one.id], traits[other.id]),
    ), status  # fmt: skip


def distinguish(actor_id: int, other_id: int) -> ResponseReturnValue:
    """Note that two actors are two: the pair comes up no more."""
    services.distinguish_actors(act(), visible_actor(actor_id), visible_actor(other_id))
    flash(say(t("Noted: these are two. The pair will not come up again.")), "success")
    return redirect(url_for("actors.duplicates"))


def _merge(one: Actor, other: Actor, form: MergeForm) -> None:
    kept, dropped = (one, other) if form.kept.data == str(one.id) else (other, one)
    services.merge_actors(act(), kept, dropped, form.reason.data)


def _profiles(one: Actor, other: Actor) -> Mapping[int, queries.Profile]:
    day = act().today
    return {each.id: queries.profile(session(), each, day) for each in (one, other)}
