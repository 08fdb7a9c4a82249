"""The public pages: what it is to be a member, and the form in steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from werkzeug.datastructures import MultiDict

from collegial.joining import services
from collegial.joining.forms.applying import (
    AGREE,
    BACK,
    PLACE,
    STEPS,
    JoinForm,
    own_value_words,
    tie_words,
)
from collegial.joining.links import follow_token
from collegial.joining.queries.consents import texts_in_force
from collegial.joining.rules import (
    CONSENTS,
    Call,
    CategoryAdvice,
    Tie,
    advise_category,
    call_for,
    meant_for,
    print_of,
    ties_for,
)
from collegial.joining.views.placing import categories_of_ties
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.text import t
from collegial.statutes.queries import rules_of, statutes_on
from collegial.statutes.rules import StatuteRules
from collegial.web.drafts import drop_draft, kept_draft, lead_to
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import KEPT, act, session

WRONG = "wrong"  # under which a draft names the step on which something is


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form is made of today: the statutes, the deployment's categories, the words of consent."""

    rules: StatuteRules
    categories_of: Mapping[Tie, str]
    words: Mapping[str, str]

    def advice(self, form: JoinForm) -> CategoryAdvice:
        """Return which category the answers point to."""
        return advise_category(
            form.kind.data or "", form.chosen_ties(), self.categories_of, self.rules.categories
        )


def about() -> ResponseReturnValue:
    """Say what it is to be a member, what a share costs, and how one joins."""
    statutes = statutes_on(session(), act().today)
    rules = rules_of(statutes) if statutes else None
    capital = rules.capital if rules else None
    first = call_for(1, capital) if capital else None
    return render_template("joining/about.html", rules=rules, statutes=statutes, capital=capital, first=first)


def apply() -> ResponseReturnValue:
    """Show the form, step after step; the last one sends it."""
    asked = _asked()
    if request.method != "POST":
        return _left(asked, kept_draft())
    form = _form(asked)
    step = form.present_step
    if (wished := request.form.get("go")) in STEPS:
        return _lead(form, asked, str(wished))
    if wished == BACK:
        return _lead(form, asked, STEPS[max(0, STEPS.index(step) - 1)])
    if step == AGREE:
        return _send(form, asked)
    if form.step_holds(step):
        return _lead(form, asked, STEPS[STEPS.index(step) + 1])
    return _lead(form, asked, step, is_wrong=True)


def _left(asked: Asked, draft: MultiDict[str, str]) -> ResponseReturnValue:
    """Show a step as it was left, with what is wrong on it; the first one where nothing is filled in yet."""
    setattr(g, KEPT, draft or None)
    form = _form(asked)
    step = request.args.get("step", "") if draft else STEPS[0]
    if draft.get(WRONG) != step:
        return _show(form, asked, step if step in STEPS else STEPS[0])
    form.step_holds(step)
    return _show(form, asked, step), 422


def _lead(form: JoinForm, asked: Asked, step: str, *, is_wrong: bool = False) -> ResponseReturnValue:
    """Lead to a step; what is filled in so far goes along."""
    filled = form.filled_in(kept_draft())
    marked = [*filled, (WRONG, step)] if is_wrong else filled
    away = lead_to(url_for("joining.apply", step=step), marked)
    return away or (_show(form, asked, step), 422 if is_wrong else 200)


def _send(form: JoinForm, asked: Asked) -> ResponseReturnValue:
    made = form.make(lambda: _receive(form, asked))
    if isinstance(made, str):
        return drop_draft(redirect(made))
    if made == HTTPStatus.UNPROCESSABLE_ENTITY and not form.form_errors:
        return _lead(form, asked, form.first_wrong_step(), is_wrong=True)
    return _show(form, asked, form.first_wrong_step()), made


def _receive(form: JoinForm, asked: Asked) -> str:
    if form.shown.data != print_of(asked.words):
        raise Refused(
            "joining.words_changed",
            t("The words below have changed since you read them: read them again, then send."),
        )
    new = form.application(advised_category=asked.advice(form).key, locale=str(get_locale()))
    days = current_program().settings.joining.confirmation_days
    one = services.apply(act(), new, words=asked.words, agreed=form.agreed(), confirmation_days=days)
    return url_for("joining.follow", token=follow_token(one))


def _asked() -> Asked:
    statutes = statutes_on(session(), act().today)
    if statutes is None:
        raise Refused(
            "joining.no_statutes",
            t("Nobody can join yet: no statutes are in force. Come back later, or write to us."),
        )
    return Asked(
        rules=rules_of(statutes),
        categories_of=categories_of_ties(),
        words=_words(str(get_locale())),
    )


def _words(locale: str) -> dict[str, str]:
    """Return the words of each consent: those that the deployment published, or else the program's own."""
    published = texts_in_force(session(), [locale])
    return {
        rule.key: published[rule.key, locale].text if (rule.key, locale) in published else say(rule.words)
        for rule in CONSENTS
    }


def _form(asked: Asked) -> JoinForm:
    form = JoinForm()
    every_tie = {
        tie
        for kind in ("person", "organisation")
        for tie in ties_for(kind, asked.categories_of, asked.rules.categories)
    }
    form.shape(
        asked.rules.categories,
        [tie for tie in Tie if tie in every_tie],
        asked.words,
        has_capital=asked.rules.capital is not None,
    )
    return form


def _show(form: JoinForm, asked: Asked, step: str) -> str:
    """Show a step of the form, with what the others hold hidden in it."""
    form.step.data, form.shown.data = step, print_of(asked.words)
    advice = asked.advice(form)
    if step == PLACE and not form.category.data:
        form.category.data = advice.key
    return render_template(
        "joining/apply.html",
        form=form, step=step, number=STEPS.index(step) + 1, steps=len(STEPS), rules=asked.rules,
        capital=asked.rules.capital, advice=advice, call=_call(form, asked), consents=CONSENTS,
        ties=tie_words(), own_values=own_value_words(), meant_for=meant_for(asked.categories_of),
    )  # fmt: skip


def _call(form: JoinForm, asked: Asked) -> Call | None:
    """Return what the shares asked for cost, as soon as their number is known."""
    if asked.rules.capital is None or "shares" not in form:
        return None
    try:
        return call_for(form.shares.data or 1, asked.rules.capital)
    except Invalid:
        return None
