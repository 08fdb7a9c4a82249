"""The ways out: an applicant withdraws, an address is never confirmed, a call is never paid."""

from collegial.joining.events import ApplicationLapsed, ApplicationWithdrawn
from collegial.joining.models import Application, LetterKind
from collegial.joining.permissions import MANAGE
from collegial.joining.queries.applications import received
from collegial.joining.rules import ApplicationState
from collegial.joining.services.holding import hold, promise_letter, send_on
from collegial.kernel.clock import local_day
from collegial.kernel.events import Context
from collegial.kernel.permissions import PUBLIC, require


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
    today = local_day(context.clock.now(), context.zone)
    is_late = application.due_on is not None and today > application.due_on
    if application.state is not ApplicationState.ACCEPTED or not is_late:
        return
    if received(context.session, [application.id]).get(application.id):
        return
    send_on(context, application, ApplicationState.LAPSED)
    promise_letter(context, application, LetterKind.LAPSED)
    context.emit(ApplicationLapsed(application=application.id))
