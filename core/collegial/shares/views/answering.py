"""What the pages on shares answer with: a form for one act, a paper, the member and the day they are about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flask import Response, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, get_locale

from collegial.actors.models import Actor
from collegial.documents.voice import Voice
from collegial.kernel.money import Money
from collegial.kernel.text import Text, t
from collegial.membership.exports import REGISTER as MEMBERS
from collegial.membership.models import Member
from collegial.shares.papers import issuer_of
from collegial.shares.printing import Issuer
from collegial.shares.queries import addressees
from collegial.web.acting import make_or_show
from collegial.web.forms import OnceForm
from collegial.web.languages import LANGUAGE, say
from collegial.web.program import current_program
from collegial.web.request import act, session
from collegial.web.tables import dated_name
from collegial.web.voices import voice_of_papers

LONGEST_SEARCH = 100
REGISTER = t("Register of shares")
Fact = tuple[Text, Text | Money | int | str]
Trail = list[tuple[Text | str, str]]


@dataclass(frozen=True, kw_only=True)
class ActPage:
    """The page of one act: what it does, what there is to know, the button; `trail` leads back.

    A `warning` says why the act cannot be done, and stands in place of the form.
    """

    title: Text
    lead: Text
    button: Text
    eyebrow: str | Text = ""
    icon: str = "check"
    tone: str = "primary"
    trail: Sequence[tuple[Text | str, str]] = ()
    facts: Sequence[Fact] = field(default_factory=tuple)
    warning: Text | None = None


def under_register(title: Text, address: str) -> Trail:
    """Return the way back to a page of the register of shares."""
    return [(REGISTER, url_for("shares.index")), (title, address)]


def under_member(member: Member) -> Trail:
    """Return the way back to a member, on whose page its shares stand."""
    return [
        (MEMBERS, url_for("membership.index")),
        (member.actor.name, url_for("membership.show", member_id=member.id)),
    ]


def of_member(member: Member) -> Text:
    """Return whom an act is about, as the line over its title says it."""
    return t("%(name)s, member %(number)s", name=member.actor.name, number=member.number)


def answer_act(
    page: ActPage, form: OnceForm, run: Callable[[], str], template: str = "shares/act.html", **shown: object
) -> ResponseReturnValue:
    """Show the form of an act, or run it and go where it says; a refusal comes back at the form."""
    return make_or_show(form, run, template, page=page, **shown)


def done(text: Text, address: str) -> str:
    """Say that an act is done; return the address to go to."""
    flash(say(text), "success")
    return address


def issuer() -> Issuer:
    """Return the cooperative as its papers name it."""
    return issuer_of(current_program().settings.pays)


def addressee(member: Member | None) -> Actor | None:
    """Return whose language a paper speaks: who would get it by mail, else the member itself."""
    if member is None:
        return None
    return addressees(session(), [member.actor_id], act().today).get(member.actor_id, member.actor)


def paper(printer: Callable[[Voice, str], bytes], title: Text, *, reader: Actor | None = None) -> Response:
    """Answer with a paper in the language of who gets it, who may be another than who prints it.

    An address that asks for a language gets that one.
    """
    locale = str(get_locale()) if reader is None or request.args.get(LANGUAGE) else reader.locale
    with force_locale(locale):
        printed = printer(voice_of_papers(locale), locale)
        name = dated_name(say(title))
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return Response(printed, mimetype="application/pdf", headers=headers)
