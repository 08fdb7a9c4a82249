"""A page that is one form: it says what the act is, shows what was refused, and goes on once it is done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from collegial.kernel.text import Text
from collegial.web.forms import Form, OnceForm
from collegial.web.languages import say


@dataclass(frozen=True, kw_only=True)
class Over:
    """Why an act is over before its button is pressed; with `at` it was done, on that day, by whom it is known.

    `see` leads to where it can be put right: pairs (label, address).
    """

    why: Text
    at: datetime | date | None = None
    by: str | None = None
    see: Sequence[tuple[Text | str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """What stands around a form; `crumbs` are pairs (label, address), from the widest page on.

    `facts` say to whom or to what the act happens; an act that cannot be taken back has the tone `danger`. `back` is
    the way out beside its button, a pair as in `crumbs`. An act that is `over` has no button: the page says so at once.
    """

    title: Text
    submit: Text
    crumbs: Sequence[tuple[Text | str, str]] = ()
    lead: Text | str | None = None
    eyebrow: Text | str | None = None
    quote: str | None = None
    multipart: bool = False
    facts: Sequence[tuple[Text | str, object]] = ()
    tone: str = "primary"
    icon: str = "check"
    back: tuple[Text | str, str] | None = None
    over: Over | None = None


def make_or_show(
    form: OnceForm, make: Callable[[], str], template: str, **shown: object
) -> ResponseReturnValue:
    """Make what a form asks for, once, and go to its address; else show the form again with what is wrong."""
    made = form.make(make)
    if isinstance(made, str):
        return redirect(made)
    return render_template(template, form=form, **shown), made


def form_act(
    form: Form, act: Callable[[], object], page: FormPage, *, done: Text, to: str | Callable[[], str]
) -> ResponseReturnValue:
    """Run an act with what a form brings, say that it is done and go on; else show the form with what is wrong."""

    def act_and_tell() -> str:
        act()
        flash(say(done), "success")
        return to if isinstance(to, str) else to()

    made = form.make(act_and_tell)
    if isinstance(made, str):
        return redirect(made)
    if page.over is not None and made in (HTTPStatus.OK, HTTPStatus.CONFLICT):
        return act_over(page.title, page.over, crumbs=page.crumbs, eyebrow=page.eyebrow), made
    return render_template("web/form_page.html", form=form, page=page), made


def sure_act(
    act: Callable[[], object], page: FormPage, *, done: Text, to: str | Callable[[], str]
) -> ResponseReturnValue:
    """Say first what an act does that is final, or goes out to many; run it once the button of that page is pressed.

    Pressed twice, it runs once, and both lead on.
    """
    return form_act(OnceForm(), act, page, done=done, to=to)


def act_over(
    title: Text, over: Over, *, crumbs: Sequence[tuple[Text | str, str]], eyebrow: Text | str | None = None
) -> str:
    """Say at once, instead of offering an act, that it is done or not possible, and lead back to the last crumb."""
    return render_template("web/act_over.html", title=title, over=over, crumbs=crumbs, eyebrow=eyebrow)


def form_over(
    title: Text, why: Text, *, crumbs: Sequence[tuple[Text | str, str]], back: tuple[Text, str]
) -> str:
    """Say at once, instead of showing a form, why nothing can be sent by it any more, and lead back."""
    return render_template("web/form_over.html", title=title, why=why, crumbs=crumbs, back=back)
