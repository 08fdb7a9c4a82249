"""What votes of groups ask of those who may answer, and of those who close them, for the dashboard."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from collegial.group_votes.models import GroupVote
from collegial.group_votes.permissions import LEAD
from collegial.group_votes.queries import answered_by_all, waiting_for
from collegial.hooks.contracts import NextStep
from collegial.kernel.permissions import SIGNED_IN, Viewer
from collegial.kernel.text import Text, t

_SHOWN = 5


def steps(session: Session, viewer: Viewer, day: date) -> Iterator[NextStep]:
    """Say which votes wait for the reader's answer, and which have all answers and are still open."""
    for one in waiting_for(session, viewer, day)[:_SHOWN]:
        yield NextStep(
            key=f"group_votes.{one.id}", sentence=t("Your answer is awaited"), act=t("Reply"),
            endpoint="group_votes.show", values={"vote_id": one.id}, about=_about(one),
            icon="vote", permission=SIGNED_IN, weight=5,
        )  # fmt: skip
    for one in answered_by_all(session)[:_SHOWN] if viewer.may(LEAD) else ():
        yield NextStep(
            key=f"group_votes.close.{one.id}", sentence=t("All have answered in a vote of a group"),
            act=t("Close and count"), endpoint="group_votes.close", values={"vote_id": one.id}, about=_about(one),
            icon="close", permission=LEAD, weight=6,
        )  # fmt: skip


def _about(one: GroupVote) -> Text:
    return t("%(title)s · %(group)s", title=one.called, group=one.group.name)
