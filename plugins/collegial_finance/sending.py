"""Do the work of a form once, and go where it leads."""

from collections.abc import Callable

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from collegial.plugin import OnceForm, Text, say
from collegial_finance import words

Done = Text | Callable[[], Text]


def sent(
    form: OnceForm, work: Callable[[], str], done: Done, template: str, **shown: object
) -> ResponseReturnValue:
    """Do the work and say so at the address it returns, or show the form with what is wrong.

    What is said may be a function, asked once the work is done.
    """

    def work_and_tell() -> str:
        address = work()
        flash(say(done() if callable(done) else done), "success")
        return address

    outcome = form.make(work_and_tell)
    if isinstance(outcome, str):
        return redirect(outcome)
    return render_template(template, form=form, words=words, **shown), outcome
