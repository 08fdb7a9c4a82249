"""A member's own page: by which way it is convened."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.joining import services
from collegial.joining.forms.convening import BY_MAIL, BY_POST, ConveningForm
from collegial.joining.queries.consents import convening_of, text_in_force
from collegial.joining.rules.consenting import BY_KEY, CONVOCATIONS
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.permissions import MANAGE
from collegial.membership.queries import member as member_numbered
from collegial.membership.queries import space
from collegial.web.acting import FormPage, form_act
from collegial.web.languages import say
from collegial.web.request import act, session, viewer


def choose(member_id: int) -> ResponseReturnValue:
    """Choose to be convened by mail or by post; the words that are agreed to are those of the form to join."""
    member, form = _space(member_id), ConveningForm()
    present = convening_of(session(), member.actor_id, act().today)
    if not form.is_submitted():
        form.way.data = BY_POST if present.by_post else BY_MAIL
    space_address = url_for("mine.show", member_id=member.id)
    page = FormPage(
        title=t("How I am convened"), eyebrow=member.actor.name, submit=t("Save"), quote=_words(),
        lead=t("It holds from the next convocation on. You can change it at any time."),
        crumbs=[(t("My space"), space_address)],
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.choose_convening(act(), member, by_post=form.way.data == BY_POST),
        page,
        done=t("It is noted how you are convened."),
        to=space_address + "#convening",
    )


def _words() -> str:
    published = text_in_force(session(), CONVOCATIONS, str(get_locale()))
    return published.text if published else say(BY_KEY[CONVOCATIONS].words)


def _space(member_id: int) -> Member:
    """Return the member whose space this is; raises Missing unless it is one's own, or for the staff."""
    if viewer().may(MANAGE):
        return member_numbered(session(), member_id)
    return space(session(), viewer().actor_id, member_id, act().today)
