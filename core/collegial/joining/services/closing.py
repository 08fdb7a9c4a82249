"""The ways out: an applicant withdraws, an address is never confirmed, a call is never paid."""

from collegial.joining.events import ApplicantForgotten, ApplicationLapsed, ApplicationWithdrawn
from collegial.joining.models import Application, LetterKind
from collegial.joining.permissions import MANAGE
from collegial.joining.queries.applications import received
from collegial.joining.rules import FRUITLESS, ApplicationState
from collegial.joining.services.holding import hold, promise_letter, send_on
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.money import ZERO
from collegial.kernel.permissions import PUBLIC, require
from collegial.kernel.text import t


def withdraw(context: Context, application: Application) -> None:
    """Withdraw an application, for whoever follows it; what was paid has to be given back.

    Raises Refused when it is over, an admission included: a member leaves in another way.
    """
    require(context.by, PUBLIC)  # the view has checked the personal link, or the right to handle applications
    application = hold(context, application)
    send_on(context, application, ApplicationState.WITHDRAWN)
    context.emit(ApplicationWithdrawn(application=application.id))


def lapse_unconfirmed(context: Context, application: Application) -> None:
    """Close an application whose address nobody confirmed in time; any other is left as it is."""
    require(context.by, MANAGE)
    application = hold(context, application)
    if application.state is ApplicationState.RECEIVED and application.confirmed_at is None:
        send_on(context, application, ApplicationState.LAPSED)
        context.emit(ApplicationLapsed(application=application.id))


def remind(context: Context, application: Application) -> None:
    """Remind an applicant of a call that is still to be paid."""
    require(context.by, MANAGE)
    application = hold(context, application)
    if application.state is ApplicationState.ACCEPTED:
        promise_letter(context, application, LetterKind.REMINDER)


def lapse_unpaid(context: Context, application: Application) -> None:
    """Close an application whose call was not paid in time.

    One that was paid in part stays open: money is here, and the staff speak with the applicant.
    """
    require(context.by, MANAGE)
    application = hold(context, application)
    today = context.today
    is_late = application.due_on is not None and today > application.due_on
    if application.state is not ApplicationState.ACCEPTED or not is_late:
        return
    if received(context.session, [application.id]).get(application.id):
        return
    send_on(context, application, ApplicationState.LAPSED)
    promise_letter(context, application, LetterKind.LAPSED)
    context.emit(ApplicationLapsed(application=application.id))


def forget(context: Context, application: Application) -> None:
    """Erase what an application that came to nothing says of a person; its number, days and decisions stay.

    Raises Refused while it runs, for one that led to an admission, while money of the applicant is here, and
    for one that was erased before.
    """
    require(context.by, MANAGE)
    application = hold(context, application)
    if application.state not in FRUITLESS:
        raise Refused(
            "joining.not_fruitless",
            t("This application still runs, or led to an admission: the register rests on it."),
        )
    if received(context.session, [application.id]).get(application.id, ZERO) > ZERO:
        raise Refused(
            "joining.money_here",
            t("Money of this applicant is still here. Give it back, and record that, first."),
        )
    if application.is_forgotten:
        raise Refused(
            "joining.forgotten", t("What this application said of the applicant has already been erased.")
        )
    _erase(application)
    context.emit(ApplicantForgotten(application=application.id))


def _erase(one: Application) -> None:
    one.name, one.given_name, one.family_name = one.reference, None, None
    one.email = one.forgotten_address
    one.phone = one.siren = one.siret = one.representative_given_name = one.representative_role = None
    one.street = one.postcode = one.locality = one.collective_value = one.own_value = ""
    one.ties, one.own_value_kinds = [], []
    if one.is_organisation:
        one.representative_family_name, one.representative_email = one.reference, one.forgotten_address
    one.actor = None
