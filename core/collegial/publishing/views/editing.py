"""Write the texts of the site: see how one looks before it is published."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from collegial.kernel.text import t
from collegial.publishing import queries, services
from collegial.publishing.forms import TextForm
from collegial.publishing.models import SiteText
from collegial.publishing.rules.texts import PIECES, Place
from collegial.publishing.showing import shipped_text
from collegial.web.languages import NATIVE_NAMES, say
from collegial.web.program import current_program
from collegial.web.request import act, session


def texts() -> ResponseReturnValue:
    """Show which texts are written in which language."""
    written = {
        locale: {place for place, one in queries.texts_in(session(), locale).items() if one}
        for locale in _locales()
    }
    return render_template("publishing/texts.html", pieces=PIECES, written=written, names=NATIVE_NAMES)


def edit(place: str, locale: str) -> ResponseReturnValue:
    """Write a text, look at it, publish it."""
    where = _known(place, locale)
    form, last = TextForm(), queries.last_revision(session(), where, locale)
    if not form.is_submitted():
        form.body.data, form.seen.data = last.body if last else "", last.revision if last else 0
    elif request.form.get("act") == "preview":
        is_sound = form.validate()
        return _page(
            form, where, locale, preview=form.body.data if is_sound else None
        ), 200 if is_sound else 422
    status = form.attempt(
        lambda: services.publish_text(
            act(), place=where, locale=locale, body=form.body.data or "", seen=form.seen_revision
        )
    )
    if status is not None:
        return _page(form, where, locale), status
    flash(say(t("The text is published.")), "success")
    return redirect(url_for("publishing.texts"))


def history(place: str, locale: str) -> ResponseReturnValue:
    """Show what a text was."""
    where = _known(place, locale)
    found = queries.revisions(session(), where, locale)
    return render_template(
        "publishing/history.html",
        piece=PIECES[where],
        place=where,
        locale=locale,
        found=found,
        names=NATIVE_NAMES,
    )


def restore(place: str, locale: str, revision: int) -> ResponseReturnValue:
    """Publish again what a text was; it becomes the newest revision."""
    where = _known(place, locale)
    found = queries.revisions(session(), where, locale)
    wanted = next((one for one in found if one.revision == revision), None)
    if wanted is None:
        abort(404)
    services.publish_text(act(), place=where, locale=locale, body=wanted.body, seen=_newest(found))
    flash(say(t("The text is published.")), "success")
    return redirect(url_for("publishing.history", place=where.value, locale=locale))


def _newest(found: Sequence[SiteText]) -> int:
    return found[0].revision if found else 0


def _page(form: TextForm, place: Place, locale: str, *, preview: str | None = None) -> str:
    with force_locale(locale):
        shipped = shipped_text(place)
    return render_template(
        "publishing/edit.html", form=form, place=place, locale=locale, piece=PIECES[place], preview=preview,
        shipped=shipped, names=NATIVE_NAMES,
    )  # fmt: skip


def _locales() -> tuple[str, ...]:
    return current_program().settings.pays.languages


def _known(place: str, locale: str) -> Place:
    if locale not in _locales() or place not in set(Place):
        abort(404)
    return Place(place)
