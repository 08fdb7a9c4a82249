"""Write the texts of the site: see how one looks before it is published."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from markupsafe import Markup

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t
from collegial.publishing import queries, services
from collegial.publishing.forms import ListForm, TextForm
from collegial.publishing.models import SiteDraft
from collegial.publishing.rules.texts import LISTS, PIECES, Place
from collegial.publishing.rules.wordings import Held, Standing, Wording, Writing, standing
from collegial.publishing.showing import shipped_text, site_words
from collegial.web.languages import NATIVE_NAMES, say
from collegial.web.program import current_program
from collegial.web.request import act, session


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A place in a language, and what is published there and in the first language."""

    place: Place
    locale: str
    own: Held
    first: Held
    standings: dict[str, Standing]
    draft: SiteDraft | None = None

    @property
    def leads(self) -> bool:
        """Whether the list itself is written in this language."""
        return self.locale == _locales()[0]

    @property
    def is_list(self) -> bool:
        """Whether entries follow the text."""
        return self.place in LISTS

    @property
    def led_by(self) -> Sequence[Wording] | None:
        """Return the entries to translate; None where the list itself is written."""
        return None if self.leads else self.first.writing.wordings


def texts() -> ResponseReturnValue:
    """Show which texts are written in which language, and which translations are missing."""
    held = queries.held(session(), *_locales())
    found = {place: _standings(place, held) for place in PIECES}
    waiting = sum(one.asks_for_work for by_locale in found.values() for one in by_locale.values())
    return render_template(
        "publishing/texts.html", pieces=PIECES, standings=found, names=NATIVE_NAMES, waiting=waiting,
        drafts=queries.drafts(session()),
    )  # fmt: skip


def edit(place: str, locale: str) -> ResponseReturnValue:
    """Write a text and what follows it, look at it, keep it as a draft, publish it."""
    spot = _spot(place, locale)
    form, wish = _form(spot), request.form.get("act")
    if wish == "preview":
        is_sound = form.validate()
        return _page(form, spot, form.writing() if is_sound else None), 200 if is_sound else 422
    do, done = _ACTS.get(wish or "", _ACTS["publish"])
    status = form.attempt(lambda: do(spot, form))
    if status is not None:
        return _page(form, spot), status
    flash(say(_taken_back(spot, form) or done if do is _publish_written else done), "success")
    return redirect(url_for("publishing.texts") if do is _publish_written else request.path)


def _taken_back(spot: Spot, form: TextForm) -> Text | None:
    """Return what is said where the text was emptied; None where something is written, or a list follows."""
    if spot.is_list or form.writing().body:
        return None
    with force_locale(spot.locale):
        shipped = shipped_text(spot.place)
    return _AS_SHIPPED if shipped else _NOTHING_SHOWN


def _publish_written(spot: Spot, form: TextForm) -> None:
    if not (spot.is_list or form.writing().body or spot.own.writing.body):
        raise Invalid(
            "publishing.empty", t("Nothing is written here: there is nothing to publish."), field="body"
        )
    _publish(spot, form.writing(), form.seen_revision)
    services.forget_draft(act(), place=spot.place, locale=spot.locale, number=form.seen_draft)


def _keep(spot: Spot, form: TextForm) -> None:
    services.keep_draft(
        act(), place=spot.place, locale=spot.locale, writing=form.writing(), seen=form.seen_revision,
        number=form.seen_draft,
    )  # fmt: skip


def _drop(spot: Spot, form: TextForm) -> None:
    services.drop_draft(act(), place=spot.place, locale=spot.locale, number=form.seen_draft)


_AS_SHIPPED = t("The text is taken back. The words that came with the program are shown again.")
_NOTHING_SHOWN = t("The text is taken back. Nothing is shown in its place.")
_ACTS: Mapping[str, tuple[Callable[[Spot, TextForm], None], Text]] = {
    "publish": (_publish_written, t("The text is published.")),
    "draft": (_keep, t("The draft is kept. Visitors do not see it.")),
    "drop": (_drop, t("The draft is thrown away.")),
}


def _form(spot: Spot) -> TextForm:
    form = ListForm() if spot.is_list else TextForm()
    if isinstance(form, ListForm):
        form.first = spot.led_by
    if not form.is_submitted():
        _show(form, spot)
    if isinstance(form, ListForm):
        form.suit(has_texts=spot.place is Place.MISSIONS)
    return form


def _show(form: TextForm, spot: Spot) -> None:
    if spot.draft:
        form.show(spot.draft.writing, spot.draft.seen, spot.draft.number)
    else:
        form.show(spot.own.writing, spot.own.revision)


def _publish(spot: Spot, writing: Writing, seen: int) -> None:
    if spot.is_list:
        services.publish_list(
            act(), place=spot.place, locale=spot.locale, writing=writing, seen=seen, leads=spot.leads
        )
    else:
        services.publish_text(act(), place=spot.place, locale=spot.locale, body=writing.body, seen=seen)


def history(place: str, locale: str) -> ResponseReturnValue:
    """Show what a text was."""
    spot = _spot(place, locale)
    return render_template(
        "publishing/history.html",
        piece=PIECES[spot.place],
        spot=spot,
        found=queries.revisions(session(), spot.place, locale),
        names=NATIVE_NAMES,
    )


def restore(place: str, locale: str, revision: int) -> ResponseReturnValue:
    """Publish again what a text was; it becomes the newest revision."""
    spot = _spot(place, locale)
    found = queries.revisions(session(), spot.place, locale)
    wanted = next((one for one in found if one.revision == revision), None)
    if wanted is None:
        abort(404)
    # what was published before lists were kept with their text leaves the list as it is
    kept = wanted.writing.wordings or spot.own.writing.wordings
    _publish(spot, replace(wanted.writing, wordings=kept), spot.own.revision)
    flash(say(t("The text is published.")), "success")
    return redirect(url_for("publishing.history", place=place, locale=locale))


def _page(form: TextForm, spot: Spot, trial: Writing | None = None) -> str:
    with force_locale(spot.locale):
        shipped = shipped_text(spot.place)
        preview = _preview(spot.place, trial) if trial is not None else None
    return render_template(
        "publishing/edit.html", form=form, spot=spot, piece=PIECES[spot.place], preview=preview, shipped=shipped,
        names=NATIVE_NAMES,
    )  # fmt: skip


def _preview(place: Place, trial: Writing) -> Markup:
    """Render what visitors would read, in the language of the text."""
    words = site_words(session(), {place: trial})
    return Markup(render_template("publishing/preview.html", place=place.value, words=words))  # noqa: S704 (a template of ours)


def _standings(place: Place, held: Mapping[tuple[Place, str], Held]) -> dict[str, Standing]:
    first, *others = _locales()
    led = held[place, first]
    return {first: standing(led, None)} | {one: standing(led, held[place, one]) for one in others}


def _locales() -> tuple[str, ...]:
    return current_program().settings.pays.languages


def _spot(place: str, locale: str) -> Spot:
    if locale not in _locales() or place not in set(Place):
        abort(404)
    where, held = Place(place), queries.held(session(), *_locales())
    return Spot(
        place=where, locale=locale, own=held[where, locale], first=held[where, _locales()[0]],
        standings=_standings(where, held), draft=queries.draft_at(session(), where, locale),
    )  # fmt: skip
