"""What people are told of assemblies: that they are convened, what is asked and answered, whose proxy they hold."""

from sqlalchemy import select

from collegial.assemblies.events import (
    AssemblyConvened,
    ProxyGiven,
    ProxyRevoked,
    QuestionAnswered,
    QuestionAsked,
)
from collegial.assemblies.models import Assembly, Mandate, RollEntry, WrittenQuestion
from collegial.assemblies.permissions import PREPARE, READ
from collegial.hooks.noticing import ALWAYS, NOBODY, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import Text, t


def voters_of(context: Context, assembly_id: int) -> Audience:
    """Return those who vote for the entries of a roll."""
    voters = select(RollEntry.voter_id).where(RollEntry.assembly_id == assembly_id).distinct()
    return Audience(actors=context.session.scalars(voters).all())


def at_meeting(context: Context, assembly_id: int, sentence: Text, anchor: str | None = None) -> Told:
    """Return a sentence that leads to the page of an assembly."""
    meeting = context.session.get_one(Assembly, assembly_id)
    values = {"assembly_id": assembly_id} | ({"_anchor": anchor} if anchor else {})
    return Told(sentence=sentence, endpoint="assemblies.show", values=values, about=meeting.title)


def _convened(context: Context, event: AssemblyConvened) -> Told:
    return at_meeting(context, event.assembly, t("You are called to a general assembly"))


def _asked(context: Context, event: QuestionAsked) -> Told:
    return at_meeting(context, event.assembly, t("A member asked a written question"), "questions")


def _answered(context: Context, event: QuestionAnswered) -> Told:
    return at_meeting(context, event.assembly, t("Your written question was answered"), "questions")


def _asker(context: Context, event: QuestionAnswered) -> Audience:
    asked = select(RollEntry.voter_id).join(WrittenQuestion, WrittenQuestion.entry_id == RollEntry.id)
    return Audience(actors=context.session.scalars(asked.where(WrittenQuestion.id == event.question)).all())


def _given(context: Context, event: ProxyGiven) -> Told:
    sentence = t("%(name)s gave you a proxy", name=_giver(context, event))
    return at_meeting(context, event.assembly, sentence, "mine")


def _ended(context: Context, event: ProxyRevoked) -> Told:
    sentence = t("%(name)s no longer leaves you their vote: the proxy has ended", name=_giver(context, event))
    return at_meeting(context, event.assembly, sentence, "mine")


def _giver(context: Context, event: ProxyGiven | ProxyRevoked) -> str:
    return context.session.get_one(RollEntry, event.giver).name


def _holder(context: Context, event: ProxyGiven | ProxyRevoked) -> Audience:
    holder = context.session.get_one(RollEntry, event.holder).voter_id
    own = holder == context.session.get_one(RollEntry, event.giver).voter_id
    return NOBODY if own else Audience(actors=(holder,))


def _holder_who_kept_it(context: Context, event: ProxyRevoked) -> Audience:
    """Return whoever held a proxy to its end: who declined it ended it, and knows."""
    between = select(Mandate.declined_at).where(
        Mandate.giver_id == event.giver, Mandate.holder_id == event.holder, Mandate.revoked_at.is_not(None)
    )
    last = context.session.scalar(between.order_by(Mandate.id.desc()).limit(1))
    return NOBODY if last else _holder(context, event)


NOTICES = (
    NoticeKind(
        key="assemblies.convened", label=t("An assembly is convened"), events=(AssemblyConvened,), tell=_convened,
        audience=lambda context, event: voters_of(context, event.assembly), permission=READ, usual=NoticeWay.PAGE,
        ways=ALWAYS,
    ),
    NoticeKind(
        key="assemblies.asked", label=t("A member asks a written question"), events=(QuestionAsked,), tell=_asked,
        audience=lambda _context, _event: Audience(holders=PREPARE), permission=PREPARE,
    ),
    NoticeKind(
        key="assemblies.answered", label=t("Your written question is answered"), events=(QuestionAnswered,),
        tell=_answered, audience=_asker, permission=READ, usual=NoticeWay.AT_ONCE,
    ),
    NoticeKind(
        key="assemblies.proxy_given", label=t("A member gives you a proxy"), events=(ProxyGiven,), tell=_given,
        audience=_holder, permission=READ, usual=NoticeWay.AT_ONCE,
    ),
    NoticeKind(
        key="assemblies.proxy_ended", label=t("A proxy that you hold ends"), events=(ProxyRevoked,), tell=_ended,
        audience=_holder_who_kept_it, permission=READ, usual=NoticeWay.AT_ONCE,
    ),
)  # fmt: skip
