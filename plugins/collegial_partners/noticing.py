"""What is told of partnerships; a referral is named by its code, never by whom it is about."""

from collegial.plugin import Audience, Context, NoticeKind, NoticeWay, Told, t
from collegial_partners.events import ProtocolInForce, ReferralMade
from collegial_partners.models import PartnerProtocol
from collegial_partners.permissions import MANAGE, REFER
from collegial_partners.rules import Direction


def _referred(_context: Context, event: ReferralMade) -> Told | None:
    if event.direction != Direction.FROM_PARTNER.value:
        return None
    return Told(
        sentence=t("A partner refers a project holder to you"), endpoint="partners.referral",
        values={"code": event.code}, about=event.code,
    )  # fmt: skip


def _in_force(context: Context, event: ProtocolInForce) -> Told:
    title = context.session.get_one(PartnerProtocol, event.protocol).title
    return Told(
        sentence=t("A protocol is in force: every party has signed"), endpoint="partners.show",
        values={"protocol_id": event.protocol}, about=title,
    )  # fmt: skip


NOTICES = (
    NoticeKind(
        key="partners.referred", label=t("A partner refers a project holder"), events=(ReferralMade,),
        tell=_referred, audience=lambda _context, _event: Audience(holders=REFER), permission=REFER,
        usual=NoticeWay.AT_ONCE,
    ),
    NoticeKind(
        key="partners.in_force", label=t("A protocol comes into force"), events=(ProtocolInForce,), tell=_in_force,
        audience=lambda _context, _event: Audience(holders=MANAGE), permission=MANAGE, usual=NoticeWay.WEEKLY,
    ),
)  # fmt: skip
