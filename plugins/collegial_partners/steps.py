"""What partnerships ask of those who refer and of those who lead reviews, for the dashboard."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from collegial.plugin import NextStep, Viewer, nt, t
from collegial_partners import queries
from collegial_partners.permissions import MANAGE, REFER

AHEAD = timedelta(days=60)
_SHOWN = 3


def steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say which referrals wait for an answer, and which reviews are late or come near."""
    waiting = queries.waiting(session) if viewer.may(REFER) else ()
    if waiting:
        yield NextStep(
            key="partners.referrals",
            sentence=nt(
                "%(count)d referral waits for your answer",
                "%(count)d referrals wait for your answer",
                len(waiting),
            ),
            act=t("Reply"), endpoint="partners.referrals" if len(waiting) > 1 else "partners.referral",
            values={} if len(waiting) > 1 else {"code": waiting[0]}, icon="person", permission=REFER, weight=45,
        )  # fmt: skip
    reviews = queries.open_reviews(session, day + AHEAD) if viewer.may(MANAGE) else ()
    for one in reviews[:_SHOWN]:
        yield NextStep(
            key=f"partners.review.{one.id}", sentence=t("A protocol is to be reviewed"), act=t("Hold the review"),
            endpoint="partners.review", values={"protocol_id": one.protocol_id, "number": one.number},
            about=one.protocol.title, due_on=one.due_on, icon="protocol", permission=MANAGE, weight=46,
        )  # fmt: skip
