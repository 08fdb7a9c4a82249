"""What shares ask of those who keep the register, and of members who owe, for the dashboard."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from collegial.hooks.contracts import NextStep
from collegial.kernel.money import ZERO, Money
from collegial.kernel.permissions import SIGNED_IN, Viewer
from collegial.kernel.text import nt, t
from collegial.membership.queries import memberships_of_actor
from collegial.shares import queries
from collegial.shares.permissions import MANAGE
from collegial.shares.queries import Outstanding

SOON = timedelta(days=7)
_SPACES = 3


def of_register(session: Session, day: date) -> Iterator[NextStep]:
    """Say what is to be posted, is late or due soon, can be redeemed, is to be repaid; nothing when all is well."""
    known = queries.outstanding(session, day)
    yield from _letters(len(queries.calls_to_post(session, known)))
    due = queries.uncalled(session, [one for one in known if one.due_by <= day + SOON], day)
    yield from _payments([one for one in due if one.due_by < day], [one for one in due if one.due_by >= day])
    waiting, to_repay = len(queries.queue(session)), queries.repayments_due(session)
    if waiting:
        yield NextStep(
            key="shares.withdrawals",
            sentence=nt("%(count)d withdrawal of shares waits", "%(count)d withdrawals of shares wait", waiting),
            act=t("Redeem shares"), endpoint="shares.withdrawals", icon="share", permission=MANAGE, weight=36,
        )  # fmt: skip
    if to_repay:
        yield NextStep(
            key="shares.repayments",
            sentence=nt("%(count)d repayment is to be made", "%(count)d repayments are to be made", len(to_repay)),
            act=t("Record the repayment"), endpoint="shares.withdrawals" if len(to_repay) > 1 else "shares.repay",
            values={"_anchor": "repayments"} if len(to_repay) > 1 else {"withdrawal_id": to_repay[0].id},
            due_on=to_repay[0].repayment_due_on, icon="money", permission=MANAGE, weight=37,
        )  # fmt: skip


def _letters(count: int) -> Iterator[NextStep]:
    if count:
        yield NextStep(
            key="shares.letters",
            sentence=nt(
                "%(count)d call for payment waits to be posted", "%(count)d calls for payment wait to be posted", count
            ),
            act=t("Print and post"), endpoint="shares.due", values={"_anchor": "post"}, icon="mail",
            permission=MANAGE, weight=35,
        )  # fmt: skip


def _payments(late: Sequence[Outstanding], soon: Sequence[Outstanding]) -> Iterator[NextStep]:
    if late:
        yield NextStep(
            key="shares.late",
            sentence=nt(
                "%(count)d payment for shares is late: %(amount)s",
                "%(count)d payments for shares are late: %(amount)s",
                len(late), amount=_sum(late),
            ),
            act=t("Call for payment"), endpoint="shares.due", due_on=late[0].due_by, icon="money",
            permission=MANAGE, weight=35,
        )  # fmt: skip
    if soon:
        yield NextStep(
            key="shares.soon",
            sentence=nt(
                "%(count)d payment for shares falls due: %(amount)s",
                "%(count)d payments for shares fall due: %(amount)s",
                len(soon), amount=_sum(soon),
            ),
            act=t("Call for payment"), endpoint="shares.due", due_on=soon[0].due_by, icon="money",
            permission=MANAGE, weight=35,
        )  # fmt: skip


def own(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say to a member what is still to pay for its shares."""
    if viewer.actor_id is None:
        return
    for member in memberships_of_actor(session, viewer.actor_id)[:_SPACES]:
        owed = queries.outstanding(session, day, member_id=member.id)
        if owed:
            yield NextStep(
                key=f"shares.own.{member.id}", sentence=t("%(amount)s is still to pay for shares", amount=_sum(owed)),
                act=t("See how to pay"), endpoint="mine.show", values={"member_id": member.id},
                about=member.actor.name, due_on=owed[0].due_by, icon="share", permission=SIGNED_IN, weight=34,
            )  # fmt: skip


def _sum(owed: Sequence[Outstanding]) -> Money:
    return sum((one.due for one in owed), ZERO)
