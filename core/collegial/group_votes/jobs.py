"""Call the members of a group to its vote."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from collegial.actors.mailing import letter_to
from collegial.group_votes.models import GroupVote, GroupVoteRight
from collegial.group_votes.queries import group_vote
from collegial.group_votes.rules import GroupVoteState
from collegial.group_votes.services import CALL
from collegial.hooks.contracts import Job
from collegial.kernel.events import Context
from collegial.kernel.outbox import promise
from collegial.kernel.text import t


def call_members(context: Context, payload: Mapping[str, Any]) -> None:
    """Write to those who may answer and have not yet, each in a work of its own; nobody once the vote is closed.

    An address that is refused is tried again alone: the others are not written to twice.
    """
    found = context.session.get(GroupVote, payload["vote"])
    if found is None or found.state is not GroupVoteState.OPEN:
        return
    found = group_vote(context.session, found.id)
    waiting = [one for one in found.rights if one.set_aside is None and one.answer is None]
    if "right" not in payload:
        for right in waiting:
            promise(context.session, CALL, {"vote": found.id, "right": right.id}, at=context.clock.now())
    for right in waiting:
        if right.id == payload.get("right"):
            _write_to(context, found, right)


def _write_to(context: Context, found: GroupVote, right: GroupVoteRight) -> None:
    letter = letter_to(
        context.session, right.actor, day=context.today,
        subject=t("your answer in a vote of “%(group)s”", group=found.group.name),
        template="group_votes/mail/call.txt", path=url_for("group_votes.show", vote_id=found.id),
        given={"vote": found, "actor": right.actor},
    )  # fmt: skip
    if letter:
        letter.send()


JOBS = (Job(key=CALL, label=t("Call to a vote of a group"), run=call_members),)
