"""What the staff is told of members' requests, and members of the answers."""

from collegial.hooks.noticing import LETTER_WAYS, Audience, NoticeKind, NoticeWay, Told
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.membership.events import (
    DataChangeAsked,
    LeavingAsked,
    MoreSharesAsked,
    RequestGranted,
    RequestRefused,
)
from collegial.membership.models import Member
from collegial.membership.permissions import MANAGE, OWN


def _asked(_context: Context, event: MoreSharesAsked | LeavingAsked | DataChangeAsked) -> Told:
    return Told(
        sentence=t("A member asks for something"), endpoint="membership.answer",
        values={"request_id": event.request},
    )  # fmt: skip


def _answered(_context: Context, event: RequestGranted | RequestRefused) -> Told:
    return Told(
        sentence=t("Your request was answered"), endpoint="mine.show", values={"member_id": event.member}
    )


def _asker(context: Context, event: RequestGranted | RequestRefused) -> Audience:
    return Audience(actors=(context.session.get_one(Member, event.member).actor_id,))


NOTICES = (
    NoticeKind(
        key="membership.asked", label=t("A member asks for shares, to leave, or to change its data"),
        events=(MoreSharesAsked, LeavingAsked, DataChangeAsked), tell=_asked,
        audience=lambda _context, _event: Audience(holders=MANAGE), permission=MANAGE,
    ),
    NoticeKind(
        key="membership.answered", label=t("Your request is answered"), events=(RequestGranted, RequestRefused),
        tell=_answered, audience=_asker, permission=OWN, usual=NoticeWay.PAGE, ways=LETTER_WAYS,
    ),
)  # fmt: skip
