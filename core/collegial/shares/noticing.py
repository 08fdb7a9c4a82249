"""What members are told of their shares: that money for them came in."""

from sqlalchemy import select

from collegial.hooks.noticing import Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.membership.models import Member
from collegial.membership.permissions import OWN
from collegial.shares.events import SharePaymentRecorded
from collegial.shares.models import ShareEntry


def _member(context: Context, event: SharePaymentRecorded) -> Member | None:
    holder = select(Member).join(ShareEntry, ShareEntry.to_member_id == Member.id)
    return context.session.scalars(holder.where(ShareEntry.number == event.number)).one_or_none()


def _paid(context: Context, event: SharePaymentRecorded) -> Told | None:
    member = _member(context, event)
    if member is None:
        return None
    return Told(
        sentence=t("A payment for your shares came in"), endpoint="mine.show", values={"member_id": member.id}
    )


def _holder(context: Context, event: SharePaymentRecorded) -> Audience:
    member = _member(context, event)
    return Audience(actors=(member.actor_id,) if member else ())


NOTICES = (
    NoticeKind(
        key="shares.paid", label=t("A payment for your shares comes in"), events=(SharePaymentRecorded,), tell=_paid,
        audience=_holder, permission=OWN, usual=NoticeWay.PAGE,
    ),
)  # fmt: skip
