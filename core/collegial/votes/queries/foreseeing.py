"""Tell what the statutes make of those who have voted so far, before a vote is closed."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from collegial.assemblies.models import RollEntry
from collegial.assemblies.queries.attending import has_form
from collegial.kernel.text import Text, nt, t
from collegial.statutes.rules import Carry, MajorityBase, StatuteRules
from collegial.statutes.rules.wording.words import FALLBACKS
from collegial.votes.asking import only_college
from collegial.votes.models import RoomRight, SignOff, VoteSession
from collegial.votes.queries.counting import Counts, colleges_with_ids, rights_counts
from collegial.votes.queries.turnout import turnout

_WEIGHS_AGAINST = (MajorityBase.PRESENT, MajorityBase.MEMBERS)


def foreseen(session: Session, vote: VoteSession, rules: StatuteRules) -> list[Text]:
    """Return what a closing now would mean, from who has voted and never from how."""
    members, attending = (_asked(vote, counts) for counts in rights_counts(session, vote))
    number = sum(_by_college(session, vote, *_signed_off(vote)).values()) + turnout(session, vote.id).counted
    if not number:
        return [t("If it is closed now, nothing is adopted and nobody is elected: no vote was cast.")]
    if number >= attending:
        return []
    return [
        *_quorum(vote, rules),
        nt(
            "Closed now, %(num)d voting right decides, of %(attending)d that attend and %(members)d in all.",
            "Closed now, %(num)d voting rights decide, of %(attending)d that attend and %(members)d in all.",
            number, num=number, attending=attending, members=members,
        ),
        *_majorities(vote, rules),
        *_silent_colleges(session, vote, rules),
    ]  # fmt: skip


def _asked(vote: VoteSession, counts: Counts) -> int:
    """Add the rights of those whom the vote asks: one of a college alone asks no other."""
    colleges = {only_college(one) for one in vote.questions}
    return sum(number for college, number in counts.items() if None in colleges or college in colleges)


def _quorum(vote: VoteSession, rules: StatuteRules) -> Iterator[Text]:
    kinds = {one.resolution.kind for one in vote.questions}
    if any(rules.quorum(kind, vote.assembly.convocation).at_least for kind in kinds):
        yield t("The quorum counts those who attend, not those who vote: it was reached at the opening.")


def _majorities(vote: VoteSession, rules: StatuteRules) -> Iterator[Text]:
    """Tell where whoever keeps silent weighs like a vote against."""
    kinds = {one.resolution.kind for one in vote.questions if not one.resolution.elects}
    bases = {rules.majority(kind, vote.assembly.convocation).base for kind in kinds}
    if bases & set(_WEIGHS_AGAINST):
        yield t("By the statutes, whoever does not vote here weighs like a vote against.")


def _silent_colleges(session: Session, vote: VoteSession, rules: StatuteRules) -> Iterator[Text]:
    """Tell what becomes of the weight of a college of which nobody has voted, where weights are carried."""
    carries = rules.colleges and rules.carry is not Carry.HEADS
    if not carries or all(one.resolution.elects for one in vote.questions):
        return
    listed = exists().where(RoomRight.session_id == vote.id, RoomRight.entry_id == RollEntry.id)
    voted = _by_college(session, vote, *_signed_off(vote), listed)
    for college, ids in colleges_with_ids(session, rules):
        if not any(number for key, number in voted.items() if ids is None or key in ids):
            yield t(
                "College %(name)s: nobody has voted. %(rule)s",
                name=college.name,
                rule=FALLBACKS[rules.on_empty],
            )


def _signed_off(vote: VoteSession) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Tell the rights whose votes a closing now would count beside those of the room: signed off, or by a form."""
    cast = exists().where(SignOff.session_id == vote.id, SignOff.giver_id == RollEntry.id)
    return cast, has_form(RollEntry.id)


def _by_college(session: Session, vote: VoteSession, *voted: ColumnElement[bool]) -> dict[int | None, int]:
    """Count by college the rights of which one of these holds."""
    rows = select(RollEntry.college_id, func.count()).where(
        RollEntry.assembly_id == vote.assembly_id, or_(*voted)
    )
    return dict(session.execute(rows.group_by(RollEntry.college_id)).all())
