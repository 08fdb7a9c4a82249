"""Turn an accepted applicant into a member: actor, representative, membership and shares, in one act."""

from dataclasses import replace
from datetime import date

from collegial.actors.models import Actor
from collegial.actors.permissions import MANAGE as MANAGE_ACTORS
from collegial.joining.events import ApplicantAdmitted, ApplicationLinked
from collegial.joining.models import Application, LetterKind, Receipt
from collegial.joining.permissions import MANAGE
from collegial.joining.queries.applications import last_decision_day
from collegial.joining.rules import CLOSED, ApplicationState
from collegial.joining.services.entering import enter_applicant
from collegial.joining.services.holding import hold, promise_letter, send_on
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.money import Money
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.permissions import MANAGE as MANAGE_MEMBERS
from collegial.membership.services import admit_member
from collegial.shares.services import NewPayment, subscribe


def link_actor(context: Context, application: Application, actor: Actor | None) -> None:
    """Say that the applicant is an actor that the directory knows; None takes that back.

    Raises Invalid for an actor of another kind, Refused once the application is over.
    """
    require(context.by, MANAGE)
    application = hold(context, application)
    if application.state in CLOSED:
        raise Refused(
            "joining.over_for_staff", t("This application is over: nothing in it changes any more.")
        )
    if actor is not None and actor.kind is not application.kind:
        raise Invalid(
            "joining.other_kind",
            t("A person cannot be linked with an organisation, nor the reverse."),
            field="actor",
        )
    if application.actor is actor:
        return
    application.actor = actor
    context.emit(ApplicationLinked(application=application.id, actor=actor.id if actor else None))


def admit_paid(context: Context, application: Application, receipt: Receipt, paid: Money) -> Member:
    """Admit an applicant whose call is covered, from the day on which it was; called by record_receipt.

    What was paid in several times stands in the register of shares as one payment, made on that day.
    """
    effective_on = max(receipt.received_on, last_decision_day(context.session, application.id))
    member = _admit(context, application, effective_on)
    assert application.shares is not None
    payment = NewPayment(
        amount=paid, method=receipt.method, received_on=receipt.received_on, reference=application.reference
    )
    entry = subscribe(context, member, shares=application.shares, effective_on=effective_on, payment=payment)
    if entry.nominal != application.nominal:
        raise Refused(
            "joining.nominal_changed",
            t("The value of a share has changed since the call for payment: the board has to decide again."),
        )
    return member


def admit_for_the_board(context: Context, application: Application) -> Member:
    """Admit an applicant at once, where there are no shares; called by `decide`.

    The board's decision is all that the admission needs, so whoever records it also enters the member.
    """
    grants = context.by.grants | {MANAGE_ACTORS.key, MANAGE_MEMBERS.key}
    return _admit(replace(context, by=replace(context.by, grants=grants)), application, context.today)


def _admit(context: Context, application: Application, effective_on: date) -> Member:
    actor = enter_applicant(context, application, effective_on)
    member = admit_member(
        context, actor, category_key=application.category_key, college_key=application.college_key,
        admitted_on=effective_on,
    )  # fmt: skip
    application.actor, application.member = actor, member
    send_on(context, application, ApplicationState.ADMITTED)
    promise_letter(context, application, LetterKind.WELCOME)
    context.emit(ApplicantAdmitted(application=application.id, member=member.id, number=member.number))
    return member
