"""Note what became of convocations, and send again what came back."""

from collections.abc import Sequence

from email_validator import EmailNotValidError, validate_email

from collegial.actors.events import ActorEdited
from collegial.actors.models import Actor
from collegial.assemblies.models import Assembly, AssemblyState, Invitation
from collegial.assemblies.permissions import PREPARE
from collegial.assemblies.queries.meetings import hold_meeting
from collegial.assemblies.services.preparing import SEND
from collegial.convocations.events import ConvocationBounced, ConvocationSentAgain, ConvocationsPosted
from collegial.convocations.models import Attempt, Outcome, Paper
from collegial.convocations.queries import MAIL, POST, by_post, came_back, last_mailed, mailed_as
from collegial.convocations.reasons import RETURNED
from collegial.convocations.rules import Bounce
from collegial.kernel.errors import Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import require
from collegial.kernel.text import t


def note_mailed(
    context: Context, one: Invitation, *, message_id: str, digest: str, paper: Paper | None = None
) -> Attempt:
    """Write down that a convocation left by mail, with the fingerprint of its letter and what that said to all."""
    require(context.by, PREPARE)
    one.sent_at = context.clock.now()
    return _write(context, one, Outcome.MAILED, message_id=message_id, digest=digest, paper=paper)


def note_refused(context: Context, one: Invitation, *, status: str, message_id: str, digest: str) -> Attempt:
    """Write down that the mail server refused an address for good: it stands among those that came back."""
    require(context.by, PREPARE)
    context.emit(ConvocationBounced(invitation=one.id, reason=status))
    return _write(context, one, Outcome.FAILED, message_id=message_id, digest=digest, reason=status)


def note_bounce(context: Context, bounce: Bounce) -> Attempt | None:
    """Write down that a convocation came back for good; None for a mail that is none of ours, or noted before."""
    require(context.by, PREPARE)
    sent = mailed_as(context.session, bounce.message_id)
    if sent is None or sent.invitation.sent_at is None:
        return None
    sent.invitation.sent_at = None
    context.emit(ConvocationBounced(invitation=sent.invitation_id, reason=bounce.status))
    return _write(
        context, sent.invitation, Outcome.BOUNCED, message_id=bounce.message_id, reason=bounce.status
    )


def note_returned(context: Context, one: Invitation) -> Attempt:
    """Write down that a letter or mail came back, as someone saw it; raises Refused when none has left."""
    require(context.by, PREPARE)
    if one.sent_at is None:
        raise Refused("convocations.not_sent", t("Nothing has left that could come back."))
    one.sent_at = None
    context.emit(ConvocationBounced(invitation=one.id, reason=RETURNED))
    mail = last_mailed(context.session, one.id) if one.channel == MAIL else None
    return _write(
        context, one, Outcome.BOUNCED, reason=RETURNED, message_id=mail.message_id if mail else None
    )


def send_again(context: Context, one: Invitation, person: Actor, *, way: str, email: str = "") -> None:
    """Send by e-mail, to an address that the directory keeps from then on, or by post, which leaves it as it is.

    Raises Refused once the assembly is held, Invalid for an address that cannot be right, or none for an e-mail.
    """
    require(context.by, PREPARE)
    if one.entry.assembly.state is not AssemblyState.CONVENED:
        raise Refused("convocations.too_late", t("The assembly is held: convocations are no longer sent."))
    if way == MAIL:
        _correct_address(context, person, _usable(email))
        promise(context.session, SEND, {"invitation": one.id}, at=context.clock.now())
    one.channel, one.sent_at = way, None
    context.emit(ConvocationSentAgain(invitation=one.id, channel=one.channel))


def _correct_address(context: Context, person: Actor, email: str) -> None:
    if person.email != email:
        person.email = email
        context.emit(ActorEdited(actor=person.id, facts=["email"]))


def send_by_post(context: Context, meeting: Assembly, wanted: Sequence[int]) -> int:
    """Let mails that came back go by post; return how many. Their readers keep their address: it may work again.

    Raises Refused once the assembly is held.
    """
    require(context.by, PREPARE)
    if meeting.state is not AssemblyState.CONVENED:
        raise Refused("convocations.too_late", t("The assembly is held: convocations are no longer sent."))
    back = context.session.scalars(came_back(meeting.id).where(Attempt.invitation_id.in_(wanted))).all()
    for attempt in back:
        attempt.invitation.channel, attempt.invitation.sent_at = POST, None
        context.emit(ConvocationSentAgain(invitation=attempt.invitation_id, channel=POST))
    return len(back)


def note_posted(context: Context, meeting: Assembly, wanted: Sequence[int], *, outcome: Outcome) -> int:
    """Write down that letters were posted or handed over; return how many were not noted before."""
    require(context.by, PREPARE)
    hold_meeting(context.session, meeting)  # the second of two who note the same letters finds them noted
    letters = context.session.scalars(by_post(meeting.id).where(Invitation.id.in_(wanted))).all()
    for one in letters:
        one.sent_at = context.clock.now()
        _write(context, one, outcome)
    if letters:
        context.emit(ConvocationsPosted(assembly=meeting.id, count=len(letters), way=outcome.value))
    return len(letters)


def _write(
    context: Context,
    one: Invitation,
    outcome: Outcome,
    *,
    message_id: str | None = None,
    digest: str | None = None,
    reason: str | None = None,
    paper: Paper | None = None,
) -> Attempt:
    attempt = Attempt(
        invitation_id=one.id, outcome=outcome, at=context.clock.now(),
        message_id=message_id, digest=digest, reason=reason, paper=paper,
    )  # fmt: skip
    context.session.add(attempt)
    return attempt


def _usable(email: str) -> str:
    if not email.strip():
        raise Invalid(
            "convocations.no_email", t("Write the address to which the e-mail goes."), field="email"
        )
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized
    except EmailNotValidError:
        raise Invalid(
            "convocations.bad_email",
            t("“%(email)s” is not an e-mail address.", email=email[:100]),
            field="email",
        ) from None
