"""What a secret vote shares with an open one: the marks, the sign-offs, the decision. Its ballots lie elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import delete

from collegial.assemblies.models import Assembly, Mandate, Resolution
from collegial.assemblies.queries.meetings import rules_for
from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t
from collegial.votes.events import VoteClosed
from collegial.votes.models import Origin, Question, SecretMark, SessionState, SignOff, VoteSession
from collegial.votes.permissions import PRESIDE
from collegial.votes.queries import resolutions_unmarked
from collegial.votes.rules import CollegeSums
from collegial.votes.sealing import next_line, vote_cast
from collegial.votes.services import seal_outcomes


def mark_secret(context: Context, meeting: Assembly, resolutions: Sequence[Resolution]) -> None:
    """Keep resolutions out of open votes; raises Refused for one that was voted or marked already."""
    require(context.by, PRESIDE)
    left = {one.id for one in resolutions_unmarked(context.session, meeting.id)}
    if not {one.id for one in resolutions} <= left:
        raise Refused(
            "votes.nothing_left",
            t("These resolutions have already been put to the vote, or are already secret."),
        )
    context.session.add_all(SecretMark(resolution_id=one.id) for one in resolutions)
    for one in resolutions:
        one.is_secret = True
    context.session.flush()  # the database says here whether another hand was quicker


def unmark_secret(context: Context, resolutions: Iterable[Resolution], *, may_be_open: bool = True) -> None:
    """Let resolutions be marked again, or voted openly too: where one was announced, that is the bureau's choice."""
    require(context.by, PRESIDE)
    freed = list(resolutions)
    for one in freed if may_be_open else ():
        one.is_secret = False
    context.session.execute(delete(SecretMark).where(SecretMark.resolution_id.in_([one.id for one in freed])))


def sign_off(context: Context, vote: VoteSession, mandate: Mandate) -> SignOff:
    """Sign a right off in a secret vote whose row is locked: that it was used, by whom and when; never how.

    The unique constraint on vote and right raises IntegrityError for a second one.
    """
    used = mandate.id, mandate.giver_id, mandate.holder_id
    line = next_line(vote, used, {}, origin=Origin.ONLINE, now=context.clock.now())
    stored = SignOff(**asdict(line))
    context.session.add(stored)
    context.session.flush()
    vote.board_length, vote.board_head = line.sequence, line.digest
    context.emit(vote_cast(line))
    return stored


def end_vote(context: Context, vote: VoteSession, sums: Mapping[int, Sequence[CollegeSums]]) -> None:
    """End a secret vote, closed before, with the sums that its protocol published, and decide by the statutes."""
    require(context.by, PRESIDE)
    vote.state = SessionState.CLOSED
    context.session.flush()  # what follows reads a closed vote
    seal_outcomes(context, vote, rules_for(context.session, vote.assembly, context.zone), sums)


def annul_questions(context: Context, vote: VoteSession, questions: Iterable[Question]) -> None:
    """Take resolutions out of a secret vote that decides nothing on them: they can be voted again."""
    gone = list(questions)
    unmark_secret(context, [one.resolution for one in gone])
    for question in gone:
        context.session.delete(question)
    context.session.flush()
    context.session.refresh(vote, ["questions"])


def annul_vote(context: Context, vote: VoteSession) -> None:
    """End a secret vote without a result; its resolutions can be voted again, openly or not."""
    require(context.by, PRESIDE)
    annul_questions(context, vote, vote.questions)
    if vote.closed_at is None:
        vote.closed_at = context.clock.now()
        context.emit(VoteClosed(vote=vote.id, lines=vote.board_length, head=vote.board_head))
    vote.state = SessionState.CLOSED
