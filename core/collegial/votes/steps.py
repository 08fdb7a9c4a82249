"""What an open vote asks of its voters, and a counted one of the staff, for the dashboard."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from collegial.assemblies.models import Assembly, AssemblyState, Mandate, MandateKind
from collegial.assemblies.permissions import CONDUCT
from collegial.assemblies.queries.attending import mandates_of_voter, present_entry_ids
from collegial.assemblies.queries.corresponding import forms_of
from collegial.assemblies.queries.meetings import current_assemblies
from collegial.groups.permissions import MANAGE
from collegial.hooks.contracts import NextStep
from collegial.kernel.clock import local_day
from collegial.kernel.text import t
from collegial.votes import seats
from collegial.votes.asking import questions_for
from collegial.votes.electing import Elected, elected_in
from collegial.votes.models import ElectionOutcome, Question, Secrecy, VoteSession
from collegial.votes.permissions import CAST
from collegial.votes.queries import is_all_voted, listed_rights, open_session_of, used_rights

_MOST = 2  # assemblies at a time: the dashboard must not grow
ELECTIONS = 6  # votes of an assembly: each college elects by one of its own
_FIRST = -10  # it is under way
_ASKED_FOR = timedelta(days=90)  # later it is known, and was left so


def steps(session: Session, actor_id: int, day: date) -> Iterable[NextStep]:
    """Ask whoever attends for each of its voting rights that an open vote waits for."""
    for meeting in current_assemblies(session, most=_MOST):
        vote = open_session_of(session, meeting.id)
        if vote is not None and vote.secrecy is Secrecy.OPEN and vote.paused_at is None:
            for mandate in unused_rights(session, vote, actor_id):
                yield _step(vote, meeting, mandate, day)


def closing_steps(session: Session, day: date) -> Iterable[NextStep]:
    """Ask for the closing of an open assembly whose resolutions are all voted."""
    for meeting in current_assemblies(session, most=_MOST):
        if meeting.state is AssemblyState.OPEN and is_all_voted(session, meeting.id):
            yield NextStep(
                key=f"votes.{meeting.id}.voted", sentence=t("All resolutions are voted"),
                act=t("Close the assembly"), endpoint="assemblies.close", values={"assembly_id": meeting.id},
                about=meeting.title, due_on=day, icon="close", permission=CONDUCT, weight=_FIRST,
            )  # fmt: skip


def seat_steps(session: Session, day: date, zone: str) -> Iterable[NextStep]:
    """Ask for the seats of those elected lately, whom the directory knows, where no group was chosen before."""
    for vote in session.scalars(latest_elections().limit(ELECTIONS)):
        if _closed_on(vote, day, zone) >= day - _ASKED_FOR:
            yield from (_seat_step(vote, one) for one in seats_to_enter(session, vote, day, zone))


def latest_elections() -> Select[VoteSession]:
    """Select the closed votes in which an election was counted, the latest first."""
    counted = (
        select(ElectionOutcome.id).join(ElectionOutcome.question).where(Question.session_id == VoteSession.id)
    )
    closed = select(VoteSession).where(VoteSession.closed_at.is_not(None), counted.exists())
    return closed.order_by(VoteSession.id.desc())


def seats_to_enter(session: Session, vote: VoteSession, day: date, zone: str) -> list[Elected]:
    """Return the elections of a vote whose elected the directory knows, and who have no seat by it yet."""
    elected = [one for one in elected_in(session, vote) if one.voting.group is None]
    told = seats.told(session, elected, day, since=_closed_on(vote, day, zone)) if elected else {}
    return [one for one in elected if (found := told[one.question.id]).known and not found.groups]


def _closed_on(vote: VoteSession, day: date, zone: str) -> date:
    return local_day(vote.closed_at, zone) if vote.closed_at else day


def _seat_step(vote: VoteSession, one: Elected) -> NextStep:
    return NextStep(
        key=f"votes.{vote.id}.{one.question.id}.seats", sentence=t("The seats are still to be entered"),
        act=t("Enter the seats"), endpoint="votes.seats",
        values={"vote_id": vote.id, "question_id": one.question.id}, about=one.question.resolution.title,
        icon="members", permission=MANAGE,
    )  # fmt: skip


def unused_rights(session: Session, vote: VoteSession, actor_id: int) -> list[Mandate]:
    """Return the rights of a person that an open vote waits for: those that have a paper to fill in."""
    here = present_entry_ids(session, vote.assembly_id, actor_id)
    mandates = [
        one for one in mandates_of_voter(session, vote.assembly_id, actor_id) if one.holder_id in here
    ]
    givers = [one.giver_id for one in mandates]
    gone = {*used_rights(session, [vote], givers)[vote.id], *listed_rights(session, [vote], givers)}
    by_form = forms_of(session, givers)
    return [
        one
        for one in mandates
        if one.giver_id not in gone
        and not (one.kind is MandateKind.OWN and one.giver_id in by_form)
        and questions_for(vote.questions, one.giver.college_id)
    ]


def _step(vote: VoteSession, meeting: Assembly, mandate: Mandate, day: date) -> NextStep:
    is_proxy = mandate.kind is MandateKind.PROXY
    return NextStep(
        key=f"votes.{vote.id}.{mandate.id}",
        sentence=t("You vote for %(name)s", name=mandate.giver.name) if is_proxy else t("A vote is open"),
        act=t("Vote"), endpoint="votes.paper", values={"vote_id": vote.id, "mandate_id": mandate.id},
        about=meeting.title, due_on=day, icon="vote", permission=CAST, weight=_FIRST,
    )  # fmt: skip
