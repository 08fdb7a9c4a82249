"""Do the work of a form once, and go where it leads."""

from collections.abc import Callable, Sequence
from http import HTTPStatus

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from collegial.plugin import DomainError, Form, Over, Text, act_over, say
from collegial_finance import words

Done = Text | Callable[[], Text]


def sent(
    form: Form,
    work: Callable[[], str],
    done: Done,
    template: str,
    *,
    instead: str | None = None,
    **shown: object,
) -> ResponseReturnValue:
    """Do the work and say so at the address it returns, or show the form with what is wrong.

    What is said may be a function, asked once the work is done. `instead` is the page that stands in place of a form by
    which nothing can be done any more.
    """

    def work_and_tell() -> str:
        address = work()
        flash(say(done() if callable(done) else done), "success")
        return address

    outcome = form.make(work_and_tell)
    if isinstance(outcome, str):
        return redirect(outcome)
    if instead is not None and outcome in (HTTPStatus.OK, HTTPStatus.CONFLICT):
        return instead, outcome
    return render_template(template, form=form, words=words, **shown), outcome


def over_page(
    refusal: DomainError | None, title: Text, crumbs: Sequence[tuple[Text | str, str]]
) -> str | None:
    """Return the page that says why an act is over, and leads back to the last crumb; None where it can be done."""
    return None if refusal is None else act_over(title, Over(why=refusal.text), crumbs=crumbs)
