"""The pages of an applicant: confirm the address, follow the application, take something back."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collegial.joining import services
from collegial.joining.links import confirmed, follow_token, followed
from collegial.joining.mailing import call_pdf
from collegial.joining.models import Application
from collegial.joining.queries.applications import received, waiting_position
from collegial.joining.rules import CONSENTS, DECIDABLE, ApplicationState
from collegial.kernel.errors import Missing
from collegial.kernel.money import ZERO
from collegial.kernel.text import Text, t
from collegial.web.forms import Form
from collegial.web.languages import say
from collegial.web.program import current_program
from collegial.web.request import act, session


def follow(token: str) -> ResponseReturnValue:
    """Show an applicant where the application stands, and what can be done."""
    return _page(followed(token), token, Form())


def confirm(token: str) -> ResponseReturnValue:
    """Confirm the address by a button: a mail reader that opens links by itself confirms nothing."""
    one, form = confirmed(token), Form()
    status = form.attempt(lambda: services.confirm_address(act(), one))
    if status is None:
        flash(
            say(t("Thank you: your address is confirmed. The board now examines your application.")),
            "success",
        )
        return redirect(url_for("joining.follow", token=follow_token(one)))
    return render_template("joining/confirm.html", application=one, form=form), status


def send_again(token: str) -> ResponseReturnValue:
    """Send the confirmation once more."""
    one, form = followed(token), Form()
    status = form.attempt(lambda: services.send_confirmation(act(), one))
    return _back(one, token, form, status, t("The e-mail was sent again."))


def withdraw(token: str) -> ResponseReturnValue:
    """Withdraw the application."""
    one, form = followed(token), Form()
    status = form.attempt(lambda: services.withdraw(act(), one))
    return _back(one, token, form, status, t("Your application is withdrawn."))


def withdraw_consent(token: str, consent_id: int) -> ResponseReturnValue:
    """Take a consent back."""
    one, form = followed(token), Form()
    consent = next((given for given in one.consents if given.id == consent_id), None)
    if consent is None:
        raise Missing("joining.unknown_consent_given", t("This application holds no such consent."))
    status = form.attempt(lambda: services.withdraw_consent(act(), one, consent))
    return _back(one, token, form, status, t("Your consent is taken back."))


def own_call(token: str) -> ResponseReturnValue:
    """Give the applicant its call for payment as a PDF."""
    return call_answer(followed(token))


def call_answer(one: Application) -> Response:
    """Answer with the call for payment of an application; raises Missing before there is one."""
    if one.least is None:
        raise Missing("joining.no_call", t("Nothing is called for with this application."))
    headers = {"Content-Disposition": f'inline; filename="{one.reference}.pdf"'}
    return Response(call_pdf(one, str(get_locale())), mimetype="application/pdf", headers=headers)


def _back(one: Application, token: str, form: Form, status: int | None, done: Text) -> ResponseReturnValue:
    if status is None:
        flash(say(done), "success")
        return redirect(url_for("joining.follow", token=token))
    return _page(one, token, form, status)


def _page(one: Application, token: str, form: Form, status: int = 200) -> ResponseReturnValue:
    is_waiting = one.state is ApplicationState.WAITING
    page = render_template(
        "joining/follow.html",
        application=one, token=token, form=form,
        paid=received(session(), [one.id]).get(one.id, ZERO),
        position=waiting_position(session(), one) if is_waiting else None,
        may_withdraw=one.state in DECIDABLE | {ApplicationState.ACCEPTED},
        titles={rule.key: say(rule.title) for rule in CONSENTS},
        needed={rule.key for rule in CONSENTS if rule.is_required}, bank=current_program().settings.bank,
    )  # fmt: skip
    return page, status
