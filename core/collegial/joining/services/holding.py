"""Hold applications while they change, and send them on their way: one state after another, never back."""

from collections.abc import Collection
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from collegial.joining.models import Application, Letter, LetterKind
from collegial.joining.rules import CLOSED, ApplicationState, may_become
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.text import t

LETTER, REMIND, LAPSE_UNPAID, LAPSE_UNCONFIRMED = (
    "joining.letter", "joining.remind", "joining.lapse_unpaid", "joining.lapse_unconfirmed",
)  # fmt: skip
_MORNING = time(8)


def hold(context: Context, application: Application) -> Application:
    """Read an application again, as it is now, and let one act at a time change it."""
    return hold_many(context, [application.id])[application.id]


def hold_many(context: Context, application_ids: Collection[int]) -> dict[int, Application]:
    """Hold some applications, always in the same order; those that do not exist are left out."""
    held = (
        select(Application)
        .where(Application.id.in_(application_ids))
        .order_by(Application.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {one.id: one for one in context.session.scalars(held)}


def send_on(context: Context, application: Application, state: ApplicationState) -> None:
    """Give an application its next state; raises Refused when its way does not lead there."""
    if not may_become(application.state, state):
        raise Refused(
            "joining.not_now",
            t("This application has moved on meanwhile: look at its present state."),
        )
    application.state = state
    if state in CLOSED:
        application.closed_at = context.clock.now()
    context.session.flush()  # the database checks every step, so that none is skipped


def promise_letter(context: Context, application: Application, kind: LetterKind) -> None:
    """Promise a mail to the applicant, once this transaction is committed."""
    letter = Letter(application=application, kind=kind, promised_at=context.clock.now())
    context.session.add(letter)
    context.session.flush()  # the promise names the letter by its number
    promise(context.session, LETTER, {"letter": letter.id}, at=context.clock.now())


def promise_check(context: Context, application: Application, task: str, day: date) -> None:
    """Promise to look at an application again on the morning of a day."""
    morning = datetime.combine(day, _MORNING, tzinfo=ZoneInfo(context.zone))
    promise(context.session, task, {"application": application.id}, at=morning)
