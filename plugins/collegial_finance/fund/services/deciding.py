"""Put an application to the vote of the committee, and take its decision over."""

from collegial.plugin import (
    Context,
    GroupQuestion,
    GroupVote,
    GroupVoteClosed,
    GroupVoteState,
    Invalid,
    Money,
    Refused,
    Text,
    promise,
    require,
    t,
)
from collegial_finance.committees import services as committees
from collegial_finance.fund import queries
from collegial_finance.fund.means import check_available
from collegial_finance.fund.models import ProjectApplication
from collegial_finance.fund.rules import ApplicationState
from collegial_finance.fund.services.holding import held_application, move_application
from collegial_finance.permissions import LEAD_EXPERIMENTS

DECIDED = "finance.application_decided"


def put_to_vote(
    context: Context,
    *,
    application_id: int,
    granted: Money,
    page: str,
    title: Text | str,
    question: Text | str,
) -> GroupVote:
    """Ask the committee whether to grant an amount, once the call has closed; who is in conflict is set aside.

    `title` and `question` are what the committee reads, above what the project says of itself; `page` is where the
    application is read.
    """
    require(context.by, LEAD_EXPERIMENTS)
    found = held_application(context, application_id, "vote")
    if context.today <= found.call.closes_on:
        raise Refused(
            "finance.call_running",
            t("The committee votes once the call has closed, on %(day)s.", day=found.call.closes_on),
        )
    if not Money(0) < granted <= found.asked:
        raise Invalid(
            "finance.granted",
            t("What is granted is above zero and at most what is asked for: %(asked)s.", asked=found.asked),
            field="granted",
        )
    check_available(
        queries.pots(context.session, found.call.fund_id), found.call_id, granted, field="granted"
    )
    found.granted = granted
    move_application(context, found, ApplicationState.VOTING)
    asked = GroupQuestion(
        subject=queries.SUBJECT, subject_id=found.id, page=page, title=title, question=question,
        advice=found.summary,
    )  # fmt: skip
    aside = queries.conflicts(context.session, found, context.today)
    return committees.ask(context, queries.case_of(found), asked, aside, permission=LEAD_EXPERIMENTS)


def on_group_vote_closed(context: Context, closed: GroupVoteClosed) -> None:
    """Take over what the committee decided; a vote that was broken off leaves the application as it was."""
    if closed.subject != queries.SUBJECT:
        return
    found = context.session.get_one(ProjectApplication, closed.subject_id)
    if closed.outcome == GroupVoteState.BROKEN_OFF.value:
        found.granted = None
        move_application(context, found, ApplicationState.SUBMITTED)
        return
    is_adopted = closed.outcome == GroupVoteState.ADOPTED.value
    if not is_adopted:
        found.granted = None
    move_application(context, found, ApplicationState.ACCEPTED if is_adopted else ApplicationState.REFUSED)
    promise(context.session, DECIDED, {"application": found.id}, at=context.clock.now())
