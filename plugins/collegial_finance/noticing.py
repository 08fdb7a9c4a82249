"""What is told of the financial tools: to committees what comes in, to funders how a round ended."""

from sqlalchemy import select

from collegial.plugin import SIGNED_IN, Audience, Context, NoticeKind, NoticeWay, Told, t
from collegial_finance.fund.events import EvidenceRefused, ProjectApplicationMoved
from collegial_finance.fund.models import ProjectApplication
from collegial_finance.fund.rules import ApplicationState
from collegial_finance.guarantees.events import FileMoved
from collegial_finance.guarantees.models import FileState
from collegial_finance.permissions import MANAGE_GUARANTEES, READ_APPLICATIONS
from collegial_finance.rounds.events import RoundCancelled, RoundChanged, RoundEnded
from collegial_finance.rounds.models import FundingRound, Pledge


def _application(context: Context, event: ProjectApplicationMoved) -> Told:
    came_in = event.state == ApplicationState.SUBMITTED.value
    sentence = t("An application to a call came in") if came_in else t("Your application took a step")
    title = context.session.get_one(ProjectApplication, event.application).title
    values = {"application_id": event.application}
    return Told(sentence=sentence, endpoint="finance_fund.application", values=values, about=title)


def _applied(context: Context, event: ProjectApplicationMoved) -> Audience:
    if event.state == ApplicationState.SUBMITTED.value:
        return Audience(holders=READ_APPLICATIONS)
    return Audience(actors=(context.session.get_one(ProjectApplication, event.application).applicant_id,))


def _refused(context: Context, event: EvidenceRefused) -> Told:
    found = context.session.get_one(ProjectApplication, event.application)
    return Told(
        sentence=t("The evidence for an instalment was refused: hand in other evidence"),
        endpoint="finance_fund.application", values={"application_id": event.application}, about=found.title,
    )  # fmt: skip


def _funded(context: Context, event: EvidenceRefused) -> Audience:
    return Audience(actors=(context.session.get_one(ProjectApplication, event.application).applicant_id,))


def _file(_context: Context, event: FileMoved) -> Told | None:
    if event.state not in (FileState.REQUESTED.value, FileState.INCIDENT.value):
        return None
    asked = event.state == FileState.REQUESTED.value
    sentence = (
        t("A guarantee is asked for") if asked else t("A guaranteed loan is no longer repaid as planned")
    )
    return Told(sentence=sentence, endpoint="finance_guarantees.file", values={"file_id": event.file})


def _ended(context: Context, event: RoundEnded) -> Told:
    title = context.session.get_one(FundingRound, event.round).title
    return Told(
        sentence=t("A funding round in which you pledged has ended"), endpoint="finance_rounds.show",
        values={"round_id": event.round}, about=title,
    )  # fmt: skip


def _changed(context: Context, event: RoundChanged) -> Told:
    found = context.session.get_one(FundingRound, event.round)
    sentence = t(
        "A funding round in which you pledged was changed; it is open until %(day)s", day=found.closes_on
    )
    return Told(
        sentence=sentence, endpoint="finance_rounds.show", values={"round_id": event.round}, about=found.title
    )


def _cancelled(context: Context, event: RoundCancelled) -> Told:
    found = context.session.get_one(FundingRound, event.round)
    return Told(
        sentence=t("A funding round in which you pledged was called off"), endpoint="finance_rounds.show",
        values={"round_id": event.round}, about=found.title,
    )  # fmt: skip


def _funders(context: Context, event: RoundEnded | RoundChanged | RoundCancelled) -> Audience:
    pledged = select(Pledge.funder_id).where(Pledge.round_id == event.round)
    return Audience(actors=context.session.scalars(pledged).all())


NOTICES = (
    NoticeKind(
        key="finance.applications", label=t("An application to an experiment fund moves"),
        events=(ProjectApplicationMoved,), tell=_application, audience=_applied, permission=SIGNED_IN,
    ),
    NoticeKind(
        key="finance.evidence", label=t("The evidence for an instalment is refused"), events=(EvidenceRefused,),
        tell=_refused, audience=_funded, permission=SIGNED_IN, usual=NoticeWay.AT_ONCE,
    ),
    NoticeKind(
        key="finance.files", label=t("A guarantee is asked for, or called"), events=(FileMoved,), tell=_file,
        audience=lambda _context, _event: Audience(holders=MANAGE_GUARANTEES), permission=MANAGE_GUARANTEES,
        usual=NoticeWay.AT_ONCE,
    ),
    NoticeKind(
        key="finance.ended", label=t("A funding round in which you pledged ends"), events=(RoundEnded,), tell=_ended,
        audience=_funders, permission=SIGNED_IN,
    ),
    NoticeKind(
        key="finance.changed", label=t("A funding round in which you pledged is changed"), events=(RoundChanged,),
        tell=_changed, audience=_funders, permission=SIGNED_IN,
    ),
    NoticeKind(
        key="finance.cancelled", label=t("A funding round in which you pledged is called off"),
        events=(RoundCancelled,), tell=_cancelled, audience=_funders, permission=SIGNED_IN,
    ),
)  # fmt: skip
