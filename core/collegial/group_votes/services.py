"""Put a question to a group, take its members' answers, set aside who is in conflict, close and count."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from collegial.group_votes.events import (
    GroupVoteAnswered,
    GroupVoteClosed,
    GroupVoteOpened,
    GroupVoterSetAside,
)
from collegial.group_votes.models import GroupVote, GroupVoteRight
from collegial.group_votes.permissions import LEAD
from collegial.group_votes.queries import group_vote, group_votes_on, rights_of, unknown
from collegial.group_votes.rules import HALF, Answer, GroupCount, GroupVoteState, check_quorum
from collegial.groups.models import Group, GroupMembership
from collegial.groups.queries import is_belonging
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.outbox import promise
from collegial.kernel.permissions import Permission, require
from collegial.kernel.refusing import or_refuse
from collegial.kernel.sentences import written_text
from collegial.kernel.text import Text, nt, t

CALL = "group_votes.call"


@dataclass(frozen=True, kw_only=True)
class GroupQuestion:
    """What a group is asked about a thing of a module, which is read at the address `page` of this site.

    Sentences of the module are given as texts, and read in the reader's language; `advice` is what somebody typed
    to stand below such a question.
    """

    subject: str
    subject_id: int
    page: str
    title: Text | str
    question: Text | str
    advice: str = ""
    quorum: Fraction = HALF


def open_group_vote(
    context: Context,
    group_id: int,
    asked: GroupQuestion,
    *,
    permission: Permission,
    set_aside: Mapping[int, str] = MappingProxyType({}),
) -> GroupVote:
    """Put a question to those who belong to a group today; `set_aside` names members by number, and why.

    Raises Refused while a vote on this subject is open, or where nobody could answer.
    """
    require(context.by, permission)
    check_quorum(asked.quorum)
    group = context.session.get(Group, group_id)
    if group is None:
        raise Invalid("group_votes.no_group", t("Choose a group."), field="group_id")
    found = GroupVote(
        group_id=group.id, subject=asked.subject, subject_id=asked.subject_id, page=asked.page,
        **_words(asked), quorum=asked.quorum, state=GroupVoteState.OPEN,
        opened_at=context.clock.now(), opened_by=context.by.name[:200],
    )  # fmt: skip
    _add_once(context, found)
    _give_rights(context, found, set_aside)
    context.emit(
        GroupVoteOpened(vote=found.id, group=group.key, subject=asked.subject, subject_id=asked.subject_id)
    )
    promise(context.session, CALL, {"vote": found.id}, at=context.clock.now())
    return found


def _words(asked: GroupQuestion) -> dict[str, Any]:
    """Return the columns of a question: what was typed as it is, sentences so that they stay translatable."""
    title, question = asked.title, asked.question
    typed = (asked.advice,) if isinstance(question, Text) else (question, asked.advice)
    return {
        "title": str(title)[:300], "title_said": written_text(title) if isinstance(title, Text) else None,
        "question": "\n\n".join(filter(None, typed)),
        "question_said": written_text(question) if isinstance(question, Text) else None,
    }  # fmt: skip


def answer(context: Context, vote_id: int, *, actor_id: int, said: Answer) -> GroupVoteRight:
    """Answer for oneself or for whom one represents, or change the answer while the vote is open.

    Raises Forbidden without a right in the vote or where it is set aside, Refused once it is closed.
    """
    found = _open(context, vote_id)
    mine = {one.actor_id: one for one in rights_of(context.session, context.by, found, context.today)}
    right = mine.get(actor_id)
    if right is None:
        raise Forbidden("group_votes.no_right", t("You have no right in this vote of a group."))
    if right.set_aside is not None:
        raise Forbidden(
            "group_votes.set_aside",
            t("You are set aside from this vote, and cannot answer: %(reason)s", reason=right.set_aside),
        )
    right.answer, right.answered_at = said, context.clock.now()
    context.session.flush()
    context.emit(GroupVoteAnswered(vote=found.id, actor=actor_id))
    return right


def set_aside_voter(context: Context, subject: str, subject_id: int, *, actor_id: int, reason: str) -> None:
    """Set a member aside from the open vote on a subject, if there is one: what it answered counts no more.

    Called by the module that holds the declared conflict, within that act; it asks for no right of its own.
    """
    for known in group_votes_on(context.session, subject, subject_id):
        if known.state is not GroupVoteState.OPEN:
            continue
        for right in _open(context, known.id).rights:
            if right.actor_id == actor_id and right.set_aside is None:
                right.answer, right.answered_at, right.set_aside = None, None, reason[:500]
                context.session.flush()
                context.emit(GroupVoterSetAside(vote=known.id, actor=actor_id))


def close_group_vote(context: Context, vote_id: int) -> GroupVote:
    """Close a vote and count it. Raises Refused `group_votes.no_quorum` while too few have answered."""
    require(context.by, LEAD)
    found = _open(context, vote_id)
    counted = found.count
    if not counted.meets(found.quorum):
        raise Refused("group_votes.no_quorum", too_few(counted, found.quorum))
    return _close(context, found, counted.outcome)


def too_few(counted: GroupCount, quorum: Fraction) -> Text:
    """Say how many answers are needed before a vote can be counted, and how many are there."""
    return nt(
        "%(needed)d answer is needed, and %(answered)d are there. Wait for more, or break the vote off.",
        "%(needed)d answers are needed, and %(answered)d are there. Wait for more, or break the vote off.",
        counted.needed(quorum),
        needed=counted.needed(quorum),
        answered=counted.answered,
    )


def break_group_vote_off(context: Context, vote_id: int) -> GroupVote:
    """Close a vote without a decision; what was answered stays readable."""
    require(context.by, LEAD)
    return _close(context, _open(context, vote_id), GroupVoteState.BROKEN_OFF)


def _close(context: Context, found: GroupVote, outcome: GroupVoteState) -> GroupVote:
    counted = found.count
    found.state, found.closed_at = outcome, context.clock.now()
    found.closed_by = context.by.name[:200]
    context.session.flush()
    context.emit(
        GroupVoteClosed(
            vote=found.id, subject=found.subject, subject_id=found.subject_id, outcome=outcome.value,
            votes_for=counted.votes_for, against=counted.against, abstentions=counted.abstentions,
        )
    )  # fmt: skip
    return found


def _add_once(context: Context, found: GroupVote) -> None:
    with or_refuse(
        context.session,
        Refused("group_votes.open", t("A vote on this subject is already open: take part in it.")),
    ):
        context.session.add(found)


def _give_rights(context: Context, found: GroupVote, set_aside: Mapping[int, str]) -> None:
    members = context.session.scalars(
        select(GroupMembership.actor_id)
        .where(GroupMembership.group_id == found.group_id, is_belonging(context.today))
        .distinct()
    ).all()
    if not set(members) - set(set_aside):
        raise Refused(
            "group_votes.nobody",
            t("Nobody of this group could answer: its members are few, or all set aside."),
        )
    for actor_id in sorted(members):
        reason = set_aside[actor_id][:500] if actor_id in set_aside else None
        context.session.add(GroupVoteRight(vote_id=found.id, actor_id=actor_id, set_aside=reason))
    context.session.flush()
    context.session.expire(found, ["rights"])


def _open(context: Context, vote_id: int) -> GroupVote:
    """Return the vote, locked and open: its closing waits for answers under way, and they for it."""
    locked = held_row(context.session, GroupVote, vote_id)
    if locked is None:
        raise unknown()
    if locked.state is not GroupVoteState.OPEN:
        raise Refused("group_votes.closed", t("This vote is closed: its result stands."))
    return group_vote(context.session, vote_id)
