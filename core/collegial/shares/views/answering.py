"""What the pages on shares answer with: a form for one act, a paper, the member and the day they are about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.documents.voice import Voice
from collegial.kernel.money import Money
from collegial.kernel.text import Text, t
from collegial.shares.papers import issuer_of
from collegial.shares.printing import Issuer
from collegial.web.forms import OnceForm
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.tables import dated_name
from collegial.web.voices import voice_of_papers

LONGEST_SEARCH = 100
Fact = tuple[Text, Text | Money | int | str]


@dataclass(frozen=True, kw_only=True)
class ActPage:
    """The page of one act: what it does, what there is to know, the button; `trail` leads back."""

    title: Text
    lead: Text
    button: Text
    eyebrow: str | Text = ""
    icon: str = "check"
    tone: str = "primary"
    trail: Sequence[tuple[Text | str, str]] = ()
    facts: Sequence[Fact] = field(default_factory=tuple)
    warning: Text | None = None


def answer_act(page: ActPage, form: OnceForm, run: Callable[[], str]) -> ResponseReturnValue:
    """Show the form of an act, or run it and go where it says; a refusal comes back at the form."""
    made = form.make(run)
    if isinstance(made, str):
        return redirect(made)
    return render_template("shares/act.html", page=page, form=form), made


def done(text: Text, address: str) -> str:
    """Say that an act is done; return the address to go to."""
    flash(say(text), "success")
    return address


def day_asked(name: str) -> date | None:
    """Return a day of the address; None when it holds none, or nothing that is a day."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def issuer() -> Issuer:
    """Return the cooperative as its papers name it."""
    return issuer_of(current_program().settings.pays)


def paper(printer: Callable[[Voice, str], bytes], title: Text) -> Response:
    """Answer with a paper in the reader's language."""
    locale = str(get_locale())
    voice = voice_of_papers(locale)
    headers = {"Content-Disposition": f'inline; filename="{dated_name(say(title))}.pdf"'}
    return Response(printer(voice, locale), mimetype="application/pdf", headers=headers)


REGISTER = t("Register of shares")
