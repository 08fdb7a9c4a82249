"""Members ask, the staff answers: more shares, leaving, other contact data."""

from datetime import date

from sqlalchemy import select

from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import hold_row
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.text import t
from collegial.membership.events import (
    DataChangeAsked,
    LeavingAsked,
    MoreSharesAsked,
    RequestGranted,
    RequestRefused,
    RequestWithdrawn,
)
from collegial.membership.models import Member, MemberRequest, RequestKind, RequestState
from collegial.membership.permissions import MANAGE, OWN
from collegial.membership.queries.spaces import speaks_for
from collegial.membership.services.assignments import left_already, rules_on

TELL = "membership.tell_answer"
MOST_SHARES = 1_000_000
LONGEST_MESSAGE = 5000
_SETTLED = {
    RequestState.GRANTED: RequestGranted,
    RequestState.REFUSED: RequestRefused,
    RequestState.WITHDRAWN: RequestWithdrawn,
}


def ask_more_shares(
    context: Context, member: Member, *, shares: int, message: str | None = None
) -> MemberRequest:
    """Ask for more shares; the staff turns it into a subscription.

    Raises Invalid for a number of shares that cannot be, Refused under statutes without shares, for a
    member who has left, or while such a request waits.
    """
    _check_may_speak_for(context, member)
    rules = rules_on(context.session, context.today)
    if rules is None or rules.capital is None:
        raise Refused(
            "members.no_shares", t("The statutes in force know no shares: there are none to ask for.")
        )
    if member.left_on is not None:
        raise left_already()
    if not 1 <= shares <= MOST_SHARES:
        raise Invalid(
            "members.bad_shares", t("Ask for one share at least, as a whole number."), field="shares"
        )
    asked = _ask(context, MemberRequest(member=member, kind=RequestKind.MORE_SHARES, shares=shares), message)
    context.emit(MoreSharesAsked(member=member.id, number=member.number, request=asked.id, shares=shares))
    return asked


def ask_to_leave(
    context: Context, member: Member, *, wished_on: date, message: str | None = None
) -> MemberRequest:
    """Ask to leave; the membership goes on until the staff records the leaving.

    Raises Invalid for a day that is past, Refused for a member who has left or while such a request waits.
    """
    _check_may_speak_for(context, member)
    if member.left_on is not None:
        raise left_already()
    if wished_on < context.today:
        raise Invalid(
            "members.wish_past", t("This day is past: choose today or a later day."), field="wished_on"
        )
    asked = _ask(context, MemberRequest(member=member, kind=RequestKind.LEAVE, wished_on=wished_on), message)
    context.emit(
        LeavingAsked(
            member=member.id, number=member.number, request=asked.id, wished_on=wished_on.isoformat()
        )
    )
    return asked


def ask_data_change(context: Context, member: Member, *, message: str) -> MemberRequest:
    """Ask for other contact data, in the member's own words.

    Raises Invalid without any word, Refused while such a request waits.
    """
    _check_may_speak_for(context, member)
    if not message.strip():
        raise Invalid("members.no_message", t("Say what should change."), field="message")
    asked = _ask(context, MemberRequest(member=member, kind=RequestKind.CHANGE_DATA), message)
    context.emit(DataChangeAsked(member=member.id, number=member.number, request=asked.id))
    return asked


def withdraw_request(context: Context, request: MemberRequest) -> None:
    """Take a request back while it waits; raises Refused once it is answered."""
    _check_may_speak_for(context, request.member)
    _hold_waiting(context, request)
    _settle(context, request, RequestState.WITHDRAWN)


def answer_request(
    context: Context, request: MemberRequest, *, granted: bool, answer: str | None = None
) -> None:
    """Answer a request and mail the answer to whoever speaks for the member.

    Raises Invalid for a refusal without its reason; Refused once it is answered, and for a leaving to be
    granted: recording the leaving itself answers it.
    """
    require(context.by, MANAGE)
    _hold_waiting(context, request)
    words = _words(answer, field="answer")
    if granted and request.kind is RequestKind.LEAVE:
        raise Refused(
            "members.record_leaving",
            t("Record the leaving itself, with its day: the request is answered by it."),
            field="granted",
        )
    if not granted and words is None:
        raise Invalid("members.no_reason", t("Give the reason: the member reads it."), field="answer")
    request.answer = words
    _settle(context, request, RequestState.GRANTED if granted else RequestState.REFUSED)
    promise(context.session, TELL, {"request": request.id}, at=context.clock.now())


def settle_leaving(context: Context, member: Member) -> None:
    """Answer the leaving that a member asked for, now that it is recorded; part of `leave`."""
    asked = context.session.scalars(
        select(MemberRequest)
        .where(
            MemberRequest.member_id == member.id,
            MemberRequest.kind == RequestKind.LEAVE,
            MemberRequest.state == RequestState.WAITING,
        )
        .with_for_update()
    ).one_or_none()
    if asked:
        _settle(context, asked, RequestState.GRANTED)
        promise(context.session, TELL, {"request": asked.id}, at=context.clock.now())


def _ask(context: Context, request: MemberRequest, message: str | None) -> MemberRequest:
    request.message = _words(message, field="message")
    request.state, request.asked_at = RequestState.WAITING, context.clock.now()
    request.on_paper = not _is_own(context, request.member)
    with or_refuse(
        context.session,
        Refused(
            "members.request_waiting",
            t(
                "You have already asked for this: the staff has not answered yet. You can take that request back."
            ),
        ),
    ):
        context.session.add(request)
    return request


def _settle(context: Context, request: MemberRequest, state: RequestState) -> None:
    request.state, request.answered_at = state, context.clock.now()
    said = _SETTLED[state]
    context.emit(said(member=request.member_id, number=request.member.number, request=request.id))


def _hold_waiting(context: Context, request: MemberRequest) -> None:
    hold_row(context.session, request)
    if request.state is not RequestState.WAITING:
        raise Refused("members.request_answered", t("This request is already settled: nothing was changed."))


def _words(given: str | None, *, field: str) -> str | None:
    words = (given or "").strip()
    if len(words) > LONGEST_MESSAGE:
        raise Invalid(
            "members.message_too_long",
            t("Keep it under %(most)s characters.", most=LONGEST_MESSAGE),
            field=field,
        )
    return words or None


def _check_may_speak_for(context: Context, member: Member) -> None:
    if context.by.may(MANAGE):
        return
    require(context.by, OWN)
    if not _is_own(context, member):
        raise Forbidden("members.not_yours", t("You can only ask for yourself, or for whom you represent."))


def _is_own(context: Context, member: Member) -> bool:
    return speaks_for(context.session, context.by.actor_id, member, context.today)
